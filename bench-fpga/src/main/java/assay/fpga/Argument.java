package assay.fpga;

/** An argument of a kernel. */
public sealed interface Argument {
  /** A pointer to device memory. */
  record Memory(Region region) implements Argument {}

  /** A C {@code int}. */
  record Extent(int value) implements Argument {}

  /** A 64-bit integer. */
  record Count(long value) implements Argument {}

  /** A C {@code float}. */
  record Real(float value) implements Argument {}
}
