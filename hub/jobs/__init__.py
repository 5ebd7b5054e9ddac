"""What workers execute: the kernel's runner, the sweeper, one handler a kind of work."""
