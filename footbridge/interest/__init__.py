"""March–July, and again in January: schools say whether they would like to link, with which classes and what they wish.

A head or office answers (received → in talk → settled, or withdrawn); the programme's facilitator owns the enquiry, logs
talks, brings in sign-up sheets and invites last year's schools.
"""
