"""What ./run needs to stand the portal up on one machine. Nothing here runs in production but `messages`."""
