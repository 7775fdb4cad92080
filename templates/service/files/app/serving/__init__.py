"""The inference API: a model behind HTTP that sheds load, drains, and tells what it does."""
