"""Drafts: what is in one (state), the verbs that change one (actions), what people read of one (queries, board), their pages (views)."""
