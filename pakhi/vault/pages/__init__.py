"""The pages of the vault, a file for each subject."""
