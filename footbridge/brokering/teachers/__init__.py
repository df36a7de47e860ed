"""Who leads which class: named by head, deputy or office (actions), read by every later step (queries)."""
