"""Search: both indexes asked, their scores fused, the outcome explained."""
