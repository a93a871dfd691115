"""Pages for people who work cases. They know no procedure: what they show, a definition says."""
