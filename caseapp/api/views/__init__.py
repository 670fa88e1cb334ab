"""The endpoints, resource by resource."""
