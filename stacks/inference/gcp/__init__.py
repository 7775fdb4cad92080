"""The inference service on GCP: Cloud Run behind the global external Application Load Balancer."""
