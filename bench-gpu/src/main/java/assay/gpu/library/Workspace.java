package assay.gpu.library;

/** Device memory for an algorithm's own use; address 0 if it needs none. */
final class Workspace implements AutoCloseable {
  private final DeviceMemory memory;
  private final long address;

  private Workspace(DeviceMemory memory, long address) {
    this.memory = memory;
    this.address = address;
  }

  /** The given number of bytes, possibly 0. */
  static Workspace of(DeviceMemory memory, long bytes) {
    return new Workspace(memory, bytes == 0 ? 0 : memory.allocate(bytes));
  }

  /** Its device address. */
  long address() {
    return address;
  }

  @Override
  public void close() {
    if (address != 0) {
      memory.free(address);
    }
  }
}
