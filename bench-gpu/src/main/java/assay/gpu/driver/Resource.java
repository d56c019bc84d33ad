package assay.gpu.driver;

/** A resource of the driver that is released once. */
abstract class Resource implements AutoCloseable {
  private final Ledger ledger;
  private final String kind;
  private boolean closed;

  /**
   * @param kind for the ledger, for example {@code memory}
   */
  Resource(Ledger ledger, String kind) {
    this.ledger = ledger;
    this.kind = kind;
    ledger.opened(kind);
  }

  /** Releases it. */
  abstract void release();

  /** Closing twice is harmless. */
  @Override
  public final void close() {
    if (!closed) {
      closed = true;
      release();
      ledger.closed(kind);
    }
  }
}
