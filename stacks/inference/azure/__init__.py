"""The service on Azure: Container Apps in every region, behind Front Door."""
