"""Many reports into fewer: near copies of one report, reports of one story."""
