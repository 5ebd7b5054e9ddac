"""What the hub is built on: database, queue, storage, the embedded Valkey. One file a part."""
