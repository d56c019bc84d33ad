package assay.core.environment;

import assay.core.availability.Availability.Available;
import assay.core.data.FashionMnist;
import assay.core.files.Sha256;
import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.workload.SeededValues;
import java.lang.foreign.ValueLayout;

/**
 * The inputs computed on: a hash of values that the generators draw from a fixed seed, and of the
 * data set checksums. Drawn values rather than a version number, since they also change when a Java
 * release changes its generator.
 */
final class OwnInputs {
  /** More than one block of the generator. */
  private static final int VALUES = 20_000;

  private static final long SEED = 42;
  private static final int LARGEST_INTEGER = 1000;

  private OwnInputs() {}

  static void read(Findings findings) {
    findings.identity("inputs", new Available<>(hash()));
  }

  private static String hash() {
    StringBuilder text = new StringBuilder();
    Tensor floats = new Tensor("fingerprint.f32", Shape.of(VALUES), DataType.F32);
    Tensor bytes = new Tensor("fingerprint.s8", Shape.of(VALUES), DataType.S8);
    Tensor integers = new Tensor("fingerprint.s32", Shape.of(VALUES), DataType.S32);
    line(text, "normal f32", SeededValues.normal(floats, SEED));
    line(text, "uniform f32", SeededValues.uniform(floats, 1, SEED));
    line(text, "uniform s8", SeededValues.normal(bytes, SEED));
    line(text, "integers", SeededValues.integers(integers, LARGEST_INTEGER, SEED));
    text.append(FashionMnist.SUBSET_FILES.sha256()).append("  subset of Fashion-MNIST\n");
    text.append(FashionMnist.FULL_FILES.sha256()).append("  Fashion-MNIST\n");
    return Sha256.of(text.toString());
  }

  private static void line(StringBuilder text, String what, HostTensor values) {
    byte[] bytes = values.data().toArray(ValueLayout.JAVA_BYTE);
    text.append(Sha256.of(bytes)).append("  ").append(what).append('\n');
  }
}
