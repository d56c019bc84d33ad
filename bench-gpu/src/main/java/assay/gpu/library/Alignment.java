package assay.gpu.library;

import java.util.Locale;

/** Alignment of device addresses: algorithms are chosen for it, and fault if it is not met. */
final class Alignment {
  /** Largest alignment that any algorithm asks for, in bytes. */
  private static final long MAX_ALIGNMENT = 256;

  private Alignment() {}

  /** The largest power of two that divides an address, at most 256 bytes. */
  static int of(long address) {
    return (int) Math.min(MAX_ALIGNMENT, address == 0 ? MAX_ALIGNMENT : Long.lowestOneBit(address));
  }

  /** Of several addresses. */
  static int[] of(long[] addresses) {
    int[] alignments = new int[addresses.length];
    for (int i = 0; i < addresses.length; i++) {
      alignments[i] = of(addresses[i]);
    }
    return alignments;
  }

  /**
   * Checks the addresses to be used with an algorithm.
   *
   * @param needed alignment of each, as it was when the algorithm was chosen
   * @throws IllegalArgumentException if there are too few or too many, or one is less aligned
   */
  static void check(int[] needed, long[] addresses) {
    if (addresses.length != needed.length) {
      throw new IllegalArgumentException(
          "the operation has "
              + needed.length
              + " tensors; got "
              + addresses.length
              + " addresses");
    }
    for (int i = 0; i < needed.length; i++) {
      if (addresses[i] == 0 || of(addresses[i]) < needed[i]) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "tensor %d at address %#x: the algorithm was chosen for an alignment of %d bytes",
                i,
                addresses[i],
                needed[i]));
      }
    }
  }
}
