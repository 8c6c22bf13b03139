"""The reception behind every channel: limits, worker threads, keeping and forgetting, and the inbox of updates."""
