"""What a template is: manifest, questions, layers, and rendering to a tree. Pure: nothing here touches a project."""
