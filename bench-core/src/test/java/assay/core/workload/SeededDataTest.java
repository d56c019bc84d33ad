package assay.core.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** What inputs and weights are drawn from, and the network they feed. */
class SeededDataTest {
  private static final long MANY = 200_003;

  private static Tensor tensor(String name, long elements) {
    return new Tensor(name, Shape.of(elements), DataType.F32);
  }

  @Test
  void anyNumberOfThreadsDrawsTheSame() throws Exception {
    Tensor t = tensor("a", MANY);
    double[] here = SeededValues.normal(t, 7).toDoubles();
    for (int threads : new int[] {1, 3}) {
      try (ForkJoinPool pool = new ForkJoinPool(threads)) {
        double[] there = pool.submit(() -> SeededValues.normal(t, 7).toDoubles()).get();
        assertThat(Arrays.equals(here, there)).as("%d threads", threads).isTrue();
      }
    }
  }

  @Test
  void seedsAndNamesGiveUnrelatedValues() {
    double[] a = SeededValues.normal(tensor("a", MANY), 7).toDoubles();
    double[] b = SeededValues.normal(tensor("b", MANY), 7).toDoubles();
    double[] next = SeededValues.normal(tensor("a", MANY), 8).toDoubles();
    assertThat(correlation(a, b)).isCloseTo(0, within(0.02));
    assertThat(correlation(a, next)).isCloseTo(0, within(0.02));
    // Blocks have generators of their own, which must not repeat each other.
    int block = 1 << 14;
    assertThat(correlation(Arrays.copyOf(a, block), Arrays.copyOfRange(a, block, 2 * block)))
        .isCloseTo(0, within(0.05));
  }

  private static double correlation(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum / a.length;
  }

  @Test
  void normalValuesHaveMeanNoughtAndVarianceOneAndFullEntropy() {
    double[] a = SeededValues.normal(tensor("a", MANY), 1).toDoubles();
    double mean = Arrays.stream(a).average().orElseThrow();
    double variance = Arrays.stream(a).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    // Five standard errors: 1/sqrt(n) of the mean, sqrt(2/n) of the variance.
    assertThat(mean).isCloseTo(0, within(5 / Math.sqrt(MANY)));
    assertThat(variance).isCloseTo(1, within(5 * Math.sqrt(2.0 / MANY)));
    assertThat(Arrays.stream(a).distinct().count()).isGreaterThan(MANY * 95 / 100);
  }

  @Test
  void uniformValuesStayWithinTheLimitAndIntegersWithinTheBound() {
    double[] u = SeededValues.uniform(tensor("u", MANY), 0.25, 1).toDoubles();
    assertThat(Arrays.stream(u).min().orElseThrow()).isBetween(-0.25, -0.2499);
    assertThat(Arrays.stream(u).max().orElseThrow()).isBetween(0.2499, 0.25);
    Tensor labels = new Tensor("l", Shape.of(10_000), DataType.S32);
    double[] l = SeededValues.integers(labels, 10, 1).toDoubles();
    assertThat(Arrays.stream(l).distinct().sorted().toArray())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    Tensor bytes = new Tensor("s", Shape.of(10_000), DataType.S8);
    double[] s = SeededValues.normal(bytes, 1).toDoubles();
    assertThat(Arrays.stream(s).min().orElseThrow()).isEqualTo(-128);
    assertThat(Arrays.stream(s).max().orElseThrow()).isEqualTo(127);
  }

  /** A change here changes every input of every run: records would no longer compare. */
  @Test
  void theValuesThemselvesArePinned() {
    HostTensor a = SeededValues.normal(tensor("a", 40_000), 42);
    float[] pinned = {
      (float) a.get(0), (float) a.get(1), (float) a.get(16_384), (float) a.get(39_999)
    };
    assertThat(pinned).containsExactly(GOLDEN);
  }

  private static final float[] GOLDEN = {0.7298022f, -0.024424093f, 0.5083677f, 0.13387531f};

  @Test
  void theNetworkIsTheOneOfTheExample() {
    Program inference = FashionCnn.inference(1, DataType.F32);
    long parameters = inference.parameters().stream().mapToLong(Tensor::elements).sum();
    // 3·3·1·32+32, 3·3·32·64+64, 3·3·64·64+64, 576·64+64, 64·10+10
    assertThat(parameters).isEqualTo(320 + 18_496 + 36_928 + 36_928 + 650).isEqualTo(93_322);
    Workload train = Workloads.parse("train/cnn-fashion");
    assertThat((double) train.program(Precision.F32).flops()).isCloseTo(1.07e9, within(0.02e9));
    assertThat(train.program(Precision.F32).parameters())
        .extracting(Tensor::name)
        .containsExactlyElementsOf(inference.parameters().stream().map(Tensor::name).toList());
  }

  @Test
  void initialWeightsAreGlorotsAndEverythingElseIsNought() {
    TrainWorkload train = (TrainWorkload) Workloads.parse("train/cnn-fashion");
    Program program = train.program(Precision.F32);
    var state = train.initialState(program, 3);
    assertThat(state.keySet()).containsExactlyElementsOf(program.state());
    state.forEach((tensor, value) -> {
      double largest = Arrays.stream(value.toDoubles()).map(Math::abs).max().orElseThrow();
      double limit =
          switch (tensor.name()) {
            case "conv1.w" -> Math.sqrt(6.0 / (9 * (1 + 32)));
            case "conv2.w" -> Math.sqrt(6.0 / (9 * (32 + 64)));
            case "conv3.w" -> Math.sqrt(6.0 / (9 * (64 + 64)));
            case "dense1.w" -> Math.sqrt(6.0 / (576 + 64));
            case "dense2.w" -> Math.sqrt(6.0 / (64 + 10));
            default -> 0;
          };
      assertThat(largest).as(tensor.name()).isBetween(0.9 * limit, limit);
    });
  }
}
