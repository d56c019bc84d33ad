package assay.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.oracle.ErrorModel;
import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Products of f8 as Hopper's Tensor Cores are said to compute them: the 32 products of a step and
 * the partial sum are aligned with the largest of them and cut to 14 bits; after 128 terms the
 * partial sum is added to one in f32.
 */
class NarrowAccumulatorTest {
  private static final int STEP = 32;
  private static final int PROMOTED = 128;
  private static final int BITS = 14;

  /** A product of normal values in f8 (m×k, k×n). */
  private record Product(Program program, Map<Tensor, HostTensor> given) {
    static Product of(int m, int n, int k) {
      ProgramBuilder p = Program.builder("product");
      Tensor a = p.input("a", Shape.of(m, k), Precision.F8E4M3.input());
      Tensor b = p.input("b", Shape.of(k, n), Precision.F8E4M3.input());
      p.output(p.matMul(a, b, false, false));
      Random random = new Random(k);
      return new Product(p.build(), Map.of(a, normal(a, random), b, normal(b, random)));
    }

    private static HostTensor normal(Tensor tensor, Random random) {
      HostTensor values = HostTensor.allocate(tensor);
      for (long i = 0; i < values.elements(); i++) {
        values.set(i, random.nextGaussian());
      }
      return values;
    }

    /** The result, with so many bits kept of each product. */
    Map<Tensor, HostTensor> computed(int bits) {
      HostTensor a = Objects.requireNonNull(given.get(program.tensor("a")));
      HostTensor b = Objects.requireNonNull(given.get(program.tensor("b")));
      HostTensor out = HostTensor.allocate(program.outputs().getFirst());
      int k = (int) a.tensor().shape().dim(1);
      int n = (int) b.tensor().shape().dim(1);
      double[] products = new double[k];
      for (int i = 0; i < out.elements(); i++) {
        for (int l = 0; l < k; l++) {
          products[l] = a.get(i / n * k + l) * b.get(l * n + i % n);
        }
        out.set(i, sum(products, bits));
      }
      return Map.of(out.tensor(), out);
    }

    private static float sum(double[] products, int bits) {
      float sum = 0;
      double partial = 0;
      for (int from = 0; from < products.length; from += STEP) {
        double largest = Math.abs(partial);
        int to = Math.min(products.length, from + STEP);
        for (int l = from; l < to; l++) {
          largest = Math.max(largest, Math.abs(products[l]));
        }
        if (largest > 0) {
          double unit = Math.scalb(1.0, Math.getExponent(largest) + 1 - bits);
          partial = unit * Math.floor(partial / unit);
          for (int l = from; l < to; l++) {
            partial += unit * Math.floor(products[l] / unit);
          }
        }
        if (to % PROMOTED == 0 || to == products.length) {
          sum += (float) partial;
          partial = 0;
        }
      }
      return sum;
    }

    Verdict verify(OptionalInt bits, Map<Tensor, HostTensor> results) {
      ErrorModel model = new ErrorModel(Precision.F8E4M3, bits);
      return Verifier.verify(program, model, given, results, false, 5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 48, 128, 400})
  void fourteenBitsAreWithinTheBoundsOfFourteenBits(int k) {
    Product product = Product.of(48, 40, k);
    Map<Tensor, HostTensor> results = product.computed(BITS);
    Verdict stated = product.verify(OptionalInt.of(BITS), results);
    assertThat(stated.passed()).as(stated.message()).isTrue();
    assertThat(product.verify(OptionalInt.empty(), results).passed())
        .as("an accumulator of f32 would not have written this")
        .isFalse();
    assertThat(product.verify(OptionalInt.of(BITS), product.computed(BITS - 4)).passed())
        .as("ten bits")
        .isFalse();
  }

  /** The same by projections. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(ints = {8192})
  void projectionsAllowForItToo(int k) {
    Product product = Product.of(200, 160, k);
    Verdict verdict = product.verify(OptionalInt.of(BITS), product.computed(BITS));
    assertThat(verdict.check()).isEqualTo("freivalds+sampled");
    assertThat(verdict.passed()).as(verdict.message()).isTrue();
  }
}
