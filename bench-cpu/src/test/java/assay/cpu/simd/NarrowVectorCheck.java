package assay.cpu.simd;

import assay.cpu.Workers;
import java.util.Random;

/**
 * Ragged products in a JVM of its own with narrower vectors than the processor has. Ends with an
 * uncaught error, hence status 1, when one is wrong.
 */
final class NarrowVectorCheck {
  private NarrowVectorCheck() {}

  public static void main(String[] arguments) {
    int bits = Integer.parseInt(arguments[0]);
    if (Tile.SPECIES.vectorBitSize() != bits) {
      throw new AssertionError("species is " + Tile.SPECIES + ", expected bits: " + bits);
    }
    Random random = new Random(bits);
    try (Workers workers = new Workers(2)) {
      SimdGemm gemm = new SimdGemm(workers);
      for (int m : new int[] {1, 2, 3, 4, 5, 6, 13, 100}) {
        for (int n : new int[] {1, 3, 4, 8, 15, 16, 31, 33, 64, 100}) {
          for (int k : new int[] {1, 2, 5, 17, 130, 400}) {
            for (int t = 0; t < 4; t++) {
              new GemmCase(m, n, k, t % 2 == 1, t / 2 == 1, 2, t % 3, t, random.nextLong())
                  .verify(gemm, GemmCase.Hooks.NONE);
            }
          }
        }
      }
    }
  }
}
