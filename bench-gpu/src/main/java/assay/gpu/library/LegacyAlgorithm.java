package assay.gpu.library;

import java.util.List;
import java.util.Locale;

/**
 * An algorithm of cuDNN's legacy convolution calls.
 *
 * @param number of {@code cudnnConvolution…Algo_t}, which differs by direction
 * @param math {@code cudnnMathType_t} to run it with
 * @param convolution descriptor with that type of arithmetic
 * @param workspace device memory it needs, in bytes
 */
record LegacyAlgorithm(
    Convolution.Direction direction, int number, int math, long convolution, long workspace)
    implements Algorithms.Algorithm {
  private static final List<String> FORWARD =
      List.of(
          "implicit gemm",
          "implicit precomputed gemm",
          "gemm",
          "direct",
          "fft",
          "fft tiling",
          "winograd",
          "winograd nonfused");
  private static final List<String> DATA =
      List.of("0", "1", "fft", "fft tiling", "winograd", "winograd nonfused");
  private static final List<String> FILTER =
      List.of("0", "1", "fft", "3", "winograd", "winograd nonfused", "fft tiling");
  private static final List<String> MATH =
      List.of("default", "tensor core", "tensor core with conversion", "fma");

  /** The algorithm's name without its prefix, for messages. */
  static String name(Convolution.Direction direction, int number) {
    List<String> names =
        switch (direction) {
          case FORWARD -> FORWARD;
          case BACKWARD_INPUT -> DATA;
          case BACKWARD_FILTER -> FILTER;
        };
    return number >= 0 && number < names.size() ? names.get(number) : "number " + number;
  }

  /** Whether it transforms its operands, as {@link NumericalNote#forbidden} forbids it. */
  static boolean transforms(Convolution.Direction direction, int number) {
    String name = name(direction, number);
    return name.contains("fft") || name.contains("winograd");
  }

  /**
   * For example {@code legacy forward algorithm implicit gemm, fma arithmetic, workspace 0 bytes}.
   */
  String description() {
    return String.format(
        Locale.ROOT,
        "legacy %s algorithm %s, %s arithmetic, workspace %d bytes",
        direction.name().toLowerCase(Locale.ROOT).replace('_', ' '),
        name(direction, number),
        MATH.get(math),
        workspace);
  }
}
