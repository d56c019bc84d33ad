package assay.gpu.library;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.TreeMap;

/**
 * One of cuBLASLt's algorithms for a product.
 *
 * @param algorithm {@code cublasLtMatmulAlgo_t}, opaque
 * @param workspace device memory it needs, in bytes
 */
record GemmAlgorithm(MemorySegment algorithm, long workspace) implements Algorithms.Algorithm {
  /** Size of {@code cublasLtMatmulAlgo_t} in bytes. */
  static final long BYTES = 64;

  /** {@code cublasLtMatmulAlgoConfigAttributes_t} by its number, and its size in bytes. */
  private static final Map<Integer, Attribute> ATTRIBUTES =
      new TreeMap<>(
          Map.of(
              0, new Attribute("algorithm", 4),
              1, new Attribute("tile", 4),
              2, new Attribute("split-k", 4),
              3, new Attribute("reduction", 4),
              4, new Attribute("swizzle", 4),
              5, new Attribute("option", 4),
              6, new Attribute("stages", 4),
              7, new Attribute("inner shape", 2),
              8, new Attribute("cluster", 2)));

  private record Attribute(String name, int bytes) {}

  /**
   * Its configuration by the library's own numbers, for example {@code algorithm 66, tile 23,
   * split-k 1, …}; attributes that this version of the library does not know are left out.
   */
  String describe(CublasLt lt) {
    StringBuilder text = new StringBuilder();
    ATTRIBUTES.forEach((number, attribute) -> {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
        MemorySegment written = arena.allocate(ValueLayout.JAVA_LONG);
        int code =
            lt.functions().algoConfigGet(algorithm, number, value, attribute.bytes(), written);
        if (code != CublasStatus.INVALID_VALUE.code()) { // The status for an unknown attribute.
          CublasStatus.check(CublasLtFunctions.ALGO_CONFIG_GET, code);
          text.append(attribute.name()).append(' ');
          text.append(value.get(ValueLayout.JAVA_INT, 0)).append(", ");
        }
      }
    });
    return text + "workspace " + workspace + " bytes";
  }
}
