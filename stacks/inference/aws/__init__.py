"""The service on AWS: ECS behind an Application Load Balancer in each region."""
