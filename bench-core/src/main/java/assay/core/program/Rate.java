package assay.core.program;

/** What a workload's throughput counts. */
public enum Rate {
  /** Floating-point operations. */
  FLOPS("FLOP/s"),
  /** Bytes moved. */
  BYTES("B/s"),
  /** Samples trained on or inferred. */
  SAMPLES("samples/s");

  private final String unit;

  Rate(String unit) {
    this.unit = unit;
  }

  /** The unit of the throughput. */
  public String unit() {
    return unit;
  }
}
