"""The embedded bank's web site: the built portal and the demo's mailbox. Not mounted elsewhere."""
