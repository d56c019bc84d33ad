package assay.core.profile;

import assay.core.device.Device;
import assay.core.profile.ForkProfile.Ceiling;
import assay.core.record.CellId;
import assay.core.record.Outcome;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.Series;
import assay.core.record.Verification;
import assay.core.spi.ProgramParts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Profiles with known figures: a product, a ReLU and a copy on a device of 100 GFLOP/s. */
final class FixedProfile {
  static final ProfiledPart PRODUCT =
      new ProfiledPart(
          List.of("matmul_1", "bias_1"),
          List.of("MatMul", "BiasAdd"),
          Phase.FORWARD,
          100_000_000,
          1_000_000,
          1_500_000);
  static final ProfiledPart RELU =
      new ProfiledPart(List.of("relu_1"), List.of("Relu"), Phase.FORWARD, 10_000, 200_000, 200_000);
  static final ProfiledPart COPY =
      new ProfiledPart(List.of("copy_1"), List.of("Copy"), Phase.FORWARD, 0, 100_000, 100_000);

  /** Seconds of each part, by marks; everything else follows. */
  double[] times = {2e-3, 1e-3, 0.5e-3};

  List<ProfiledPart> parts = List.of(PRODUCT, RELU, COPY);
  double unexplained = 0.1e-3;
  double launch = 1e-6;
  double aloneFactor = 1;
  double busy = 2;
  int threads = 2;
  double collectionSeconds;
  @Nullable Double remote;
  double lastPeak = 1;
  String precision = "f32";
  Map<String, String> settings = Map.of("cpu.simd", "avx2");
  boolean marks = true;
  boolean ablation = true;

  private static Series constant(double value) {
    return Series.of(value, value, value);
  }

  ForkProfile fork(double scale) {
    List<Series> marked = new ArrayList<>();
    List<Series> alone = new ArrayList<>();
    List<Series> truncated = new ArrayList<>();
    double sum = 0;
    for (double time : times) {
      sum += time * scale;
      marked.add(constant(time * scale));
      alone.add(constant(time * scale / aloneFactor));
      truncated.add(constant(sum));
    }
    truncated.removeLast();
    Series whole = constant(sum + unexplained * scale);
    double[] timeline = new double[times.length + 1];
    for (int part = 0; part < times.length; part++) {
      timeline[part + 1] = timeline[part] + times[part] * scale;
    }
    return new ForkProfile(
        parts,
        whole,
        null,
        marks
            ? new ForkProfile.Marks(
                ProgramParts.Clock.HOST,
                constant(whole.get(0) * 1.02),
                marked,
                Series.of(timeline),
                null)
            : null,
        marks ? null : "it cannot mark",
        ablation ? new ForkProfile.Ablation(alone, truncated) : null,
        ablation ? null : "too large",
        constant(1e-5),
        constant(2e-5),
        constant(launch),
        Map.of(
            "peak/fma on t",
            new Ceiling(Ceiling.Kind.COMPUTE, "t", 0, 0, Series.of(100e9, 100e9, 100e9 * lastPeak)),
            "memory/copy,kib=256 on t",
            new Ceiling(Ceiling.Kind.MEMORY, "t", 256 << 10, 1, constant(200e9)),
            "memory/copy,kib=65536 on t",
            new Ceiling(Ceiling.Kind.MEMORY, "t", 64 << 20, 0, constant(10e9))),
        busy,
        1,
        collectionSeconds > 0 ? 3 : 0,
        collectionSeconds,
        remote,
        null,
        null);
  }

  /** A profile whose forks are slower and faster than {@link #times} by these factors. */
  Profile profile(double... scales) {
    Device.Hardware device = new Device.Hardware("a processor", Map.of());
    List<Outcome<ForkProfile>> forks = new ArrayList<>();
    Arrays.stream(scales)
        .forEach(scale ->
            forks.add(
                new Outcome.Measured<>(
                    device,
                    "loops, 2 threads",
                    Verification.passed("entrywise", 1, 0.1, 1),
                    fork(scale))));
    return new Profile(
        Profile.CURRENT,
        new RunId("20261130T120000Z-abcdef"),
        Instant.EPOCH,
        Instant.EPOCH,
        new RunRecord.Build("0.2.0", null),
        RunRecord.Environment.of("host", Map.of(), settings, Map.of(), List.of()),
        new CellId("gemm/m=1,n=1,k=1", "t", precision),
        threads,
        42,
        parts,
        forks);
  }
}
