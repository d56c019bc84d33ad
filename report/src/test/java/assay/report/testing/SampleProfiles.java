package assay.report.testing;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.device.Device;
import assay.core.profile.ForkProfile;
import assay.core.profile.ForkProfile.Ceiling;
import assay.core.profile.Phase;
import assay.core.profile.Profile;
import assay.core.profile.ProfiledPart;
import assay.core.record.CellId;
import assay.core.record.EnergyReading;
import assay.core.record.Outcome;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.Series;
import assay.core.record.Verification;
import assay.core.spi.ProgramParts.Clock;
import assay.core.telemetry.Share;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** Profiles of six forks whose figures can be computed by hand. */
public final class SampleProfiles {
  /** Forks of a profile. */
  public static final int FORKS = 6;

  private static final int ROUNDS = 5;
  private static final Device.Hardware CPU = new Device.Hardware("Example CPU", Map.of());
  private static final Verification PASSED = Verification.passed("entrywise", 1, 0.25, 10);

  private SampleProfiles() {}

  /** Bound by arithmetic: 100 µs at 40 GFLOP/s of 100, from L2. */
  public static final ProfiledPart CONVOLUTION =
      part(
          Phase.FORWARD,
          4_000_000,
          40_000,
          60_000,
          "Conv2d conv_1",
          "BiasAdd bias_1",
          "Relu relu_1");

  /** Bound by main memory, and faster than its roof of 41 µs. */
  public static final ProfiledPart POOLING =
      part(Phase.FORWARD, 0, 400_000, 400_000, "MaxPool2d pool_1");

  /** Bound by the launch of 1 µs. */
  public static final ProfiledPart SOFTMAX =
      part(Phase.FORWARD, 1000, 1000, 1000, "Softmax probabilities");

  /** A part of operations, each with its kind before its id. */
  public static ProfiledPart part(
      Phase phase, long flops, long bytes, long unfused, String... operations) {
    List<String> kinds = new ArrayList<>();
    List<String> ops = new ArrayList<>();
    for (String operation : operations) {
      kinds.add(operation.substring(0, operation.indexOf(' ')));
      ops.add(operation.substring(operation.indexOf(' ') + 1));
    }
    return new ProfiledPart(ops, kinds, phase, flops, bytes, unfused);
  }

  private static final Map<String, ForkProfile.Sampled> SAMPLED =
      Map.of(
          "cpu.busy",
          new ForkProfile.Sampled("%", Series.of(0.001, 1.001), Series.of(97.5, 88)),
          "cpu.frequency.mean",
          new ForkProfile.Sampled(
              "Hz", Series.of(0.001, 1.001, 2.001), Series.of(3e9, 3.1e9, 3e9)));

  /** Rounds about a value: fork 0 is 2.5 % below, fork 5 as much above. */
  static Series series(int fork, double value) {
    double[] rounds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      rounds[round] = value * (1 + 0.01 * (fork - 2.5) + 0.001 * (round - 2));
    }
    return Series.of(rounds);
  }

  /** A second into the timing; the call takes 2 µs longer than the execution. */
  private static ForkProfile.Around around(double sum) {
    return new ForkProfile.Around(1, 1.00002, 1.000022 + sum, 1.000027 + sum);
  }

  private static Map<String, Ceiling> ceilings(int fork) {
    return Map.of(
        "peak/fma on cpu-simd",
        new Ceiling(Ceiling.Kind.COMPUTE, "cpu-simd", 0, 0, series(-fork + 5, 100e9)),
        "memory/read,kib=64 on cpu-simd",
        new Ceiling(Ceiling.Kind.MEMORY, "cpu-simd", 65_536, 2, series(-fork + 5, 50e9)),
        "memory/triad,kib=65536 on cpu-simd",
        new Ceiling(Ceiling.Kind.MEMORY, "cpu-simd", 67_108_864, 0, series(-fork + 5, 10e9)));
  }

  /**
   * A fork.
   *
   * @param micros times of the parts, µs; alone they take a tenth less
   * @param clock of the marks; null if the target cannot mark
   * @param ceilings what the device reached
   */
  static ForkProfile fork(
      int fork,
      List<ProfiledPart> parts,
      double[] micros,
      @Nullable Clock clock,
      Map<String, Ceiling> ceilings) {
    double sum = DoubleStream.of(micros).sum() * 1e-6;
    List<Series> marked = new ArrayList<>();
    List<Series> alone = new ArrayList<>();
    List<Series> cut = new ArrayList<>();
    double[] timeline = new double[micros.length + 1];
    for (int part = 0; part < micros.length; part++) {
      double time = micros[part] * 1e-6;
      marked.add(series(fork, time));
      alone.add(series(fork, 0.9 * time));
      timeline[part + 1] = timeline[part] + time;
      if (part < micros.length - 1) {
        cut.add(series(fork, timeline[part + 1]));
      }
    }
    return new ForkProfile(
        parts,
        series(fork, sum + 10e-6),
        clock == Clock.DEVICE ? series(fork, sum + 2e-6) : null,
        clock == null
            ? null
            : new ForkProfile.Marks(
                clock,
                series(fork, 1.02 * (sum + 10e-6)),
                marked,
                Series.of(timeline),
                around(sum)),
        clock == null ? "this target executes the program as one kernel" : null,
        new ForkProfile.Ablation(alone, cut),
        null,
        series(fork, 20e-6),
        series(fork, 5e-6),
        series(fork, 1e-6),
        ceilings,
        1.5,
        0.1,
        1,
        0.002,
        null,
        null,
        clock == null ? null : SAMPLED);
  }

  private static Profile profile(
      String id, CellId cell, List<ProfiledPart> parts, List<Outcome<ForkProfile>> outcomes) {
    return new Profile(
        Profile.CURRENT,
        new RunId(id),
        Instant.parse("2026-11-22T05:15:00Z"),
        Instant.parse("2026-11-22T05:16:00Z"),
        new RunRecord.Build("0.2.0", null),
        RunRecord.Environment.of(
            "host-1", Map.of("cpu.model", "Example CPU 9000"), Map.of(), Map.of(), List.of()),
        cell,
        2,
        7,
        parts,
        outcomes);
  }

  private static Profile measured(
      String id, CellId cell, List<ProfiledPart> parts, @Nullable Clock clock, double... micros) {
    List<Outcome<ForkProfile>> outcomes = new ArrayList<>();
    for (int fork = 0; fork < FORKS; fork++) {
      outcomes.add(measured(fork(fork, parts, micros, clock, ceilings(fork))));
    }
    return profile(id, cell, parts, outcomes);
  }

  private static Outcome<ForkProfile> measured(ForkProfile fork) {
    return new Outcome.Measured<>(CPU, "engine", PASSED, fork);
  }

  private static CellId inference() {
    return new CellId("infer/cnn-fashion,batch=1", "cpu-simd", "f32");
  }

  /** A profile as if it were of that cell of that run, on the run's machine and device. */
  public static Profile of(RunRecord run, CellId cell, Profile like) {
    Device device =
        run.cells().stream()
            .filter(each -> each.id().equals(cell))
            .map(each -> each.outcome().device())
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(CPU);
    return new Profile(
        Profile.CURRENT,
        like.profileId(),
        like.startedUtc(),
        like.finishedUtc(),
        like.assay(),
        run.environment(),
        cell,
        run.plan().threads(),
        like.seed(),
        like.parts(),
        like.forks().stream().map(fork -> on(device, fork)).toList());
  }

  private static Outcome<ForkProfile> on(Device device, Outcome<ForkProfile> fork) {
    return switch (fork) {
      case Outcome.Measured<ForkProfile>(_, String engine, Verification check, ForkProfile result)
          when device instanceof Device.Hardware hardware ->
          new Outcome.Measured<>(hardware, engine, check, result);
      case Outcome.Invalid<ForkProfile>(_, String engine, Verification check, String reason) ->
          new Outcome.Invalid<>(device, engine, check, reason);
      default -> fork;
    };
  }

  /** Three parts, marked by the host, of 100, 38 and 10 µs; 158 µs in all. */
  public static Profile host() {
    return host("20261122T051500Z-pr0f1e", 100);
  }

  /** The same with 4 mJ for an execution, and 2, 0.8 and 0.2 mJ for the parts alone. */
  public static Profile metered() {
    Profile plain = host("20261122T051500Z-j0u1es", 100);
    List<Outcome<ForkProfile>> forks = new ArrayList<>();
    for (int fork = 0; fork < FORKS; fork++) {
      double scale = 1e-3 * (1 + 0.01 * (fork - 2.5));
      ForkProfile.Energy energy =
          new ForkProfile.Energy(
              energy(4 * scale),
              List.of(energy(2 * scale), energy(0.8 * scale), energy(0.2 * scale)));
      forks.add(measured(plain.measured().get(fork).observed(energy, SAMPLED)));
    }
    return profile("20261122T051500Z-j0u1es", inference(), plain.parts(), forks);
  }

  private static Availability<List<EnergyReading>> energy(double joules) {
    return new Available<>(
        List.of(
            new EnergyReading(
                "package-0",
                "rapl",
                null,
                Share.PRIMARY,
                400 * joules,
                0.5,
                500,
                null,
                0.2,
                "the vendor states no accuracy"),
            new EnergyReading(
                "package-0/dram",
                "rapl",
                null,
                Share.PRIMARY,
                100 * joules,
                0.5,
                500,
                null,
                0.2,
                "the vendor states no accuracy")));
  }

  /** The same whose meter cannot be read. */
  public static Profile unmetered() {
    Profile plain = host("20261122T051500Z-n0rap1", 100);
    ForkProfile.Energy none =
        new ForkProfile.Energy(
            new Unavailable<>(
                "rapl: energy_uj is not readable by this user",
                new Remedy.Permit("/sys/class/powercap/intel-rapl:*/energy_uj")),
            List.of());
    List<Outcome<ForkProfile>> forks = new ArrayList<>();
    plain.measured().forEach(fork -> forks.add(measured(fork.observed(none, Map.of()))));
    return profile("20261122T051500Z-n0rap1", inference(), plain.parts(), forks);
  }

  /** The same whose convolution takes some other time, µs. */
  public static Profile host(String id, double convolution) {
    List<ProfiledPart> parts = List.of(CONVOLUTION, POOLING, SOFTMAX);
    return measured(id, inference(), parts, Clock.HOST, convolution, 38, 10);
  }

  /** The same without marks. */
  public static Profile unmarked() {
    List<ProfiledPart> parts = List.of(CONVOLUTION, POOLING, SOFTMAX);
    return measured("20261122T051500Z-n0mark", inference(), parts, null, 100, 38, 10);
  }

  /** The same operations as {@link #host}, but pooling and softmax are one part. */
  public static Profile regrouped() {
    List<ProfiledPart> parts =
        List.of(
            CONVOLUTION,
            part(
                Phase.FORWARD,
                1000,
                400_000,
                401_000,
                "MaxPool2d pool_1",
                "Softmax probabilities"));
    return measured("20261123T051500Z-gr0ups", inference(), parts, Clock.HOST, 120, 48);
  }

  /** A training step, marked by the device: 60 µs forward, 80 backward, 20 optimizer. */
  public static Profile training() {
    List<ProfiledPart> parts =
        List.of(
            part(Phase.FORWARD, 2_000_000, 40_000, 60_000, "MatMul logits", "BiasAdd biased"),
            part(Phase.FORWARD, 10_000, 8000, 8000, "SoftmaxCrossEntropy loss"),
            part(Phase.BACKWARD, 4_000_000, 60_000, 60_000, "MatMul weights_gradient"),
            part(Phase.OPTIMIZER, 20_000, 200_000, 200_000, "SgdStep weights"));
    CellId cell = new CellId("train/mlp-fashion,epochs=1", "cuda", "f32");
    return measured("20261122T051500Z-tra1n0", cell, parts, Clock.DEVICE, 50, 10, 80, 20);
  }

  /** Neither marks nor anything cut short. */
  public static Profile undivided() {
    ForkProfile known = host().measured().getFirst();
    ForkProfile fork =
        new ForkProfile(
            known.parts(),
            known.whole(),
            null,
            null,
            "this target executes the program as one kernel",
            null,
            "the programs cut short need about 40.0 GB at once",
            known.writing(),
            known.reading(),
            known.launch(),
            Map.of(),
            1,
            0.1,
            0,
            0,
            null,
            null,
            null);
    return profile("20261122T051500Z-und1v1", inference(), known.parts(), List.of(measured(fork)));
  }

  /** One fork of {@link #host} that failed, five that did not. */
  public static Profile partlyFailed() {
    Profile all = host();
    List<Outcome<ForkProfile>> forks = new ArrayList<>(all.forks());
    forks.set(2, new Outcome.Failed<>(CPU, null, "out of memory", new Remedy.Advice("wait")));
    return profile("20261122T051500Z-fa11ed", inference(), all.parts(), forks);
  }

  /** What {@link #host} divides, with another outcome. */
  public static Profile with(Outcome<ForkProfile> outcome) {
    return profile("20261122T051500Z-0thers", inference(), host().parts(), List.of(outcome));
  }

  /** Run on an emulation. */
  public static Profile emulated() {
    Device.Emulated pocl = new Device.Emulated("pocl", Map.of());
    return with(new Outcome.Verified<>(pocl, null, PASSED, null));
  }

  /** A wrong output in one fork. */
  public static Profile invalid() {
    Profile all = host();
    List<Outcome<ForkProfile>> forks = new ArrayList<>(all.forks());
    Verification wrong = Verification.failed("entrywise", 1, 9, "out[3, 7]", 10);
    forks.set(1, new Outcome.Invalid<>(CPU, null, wrong, "wrong output: out[3, 7]"));
    return profile("20261122T051500Z-wr0ng0", inference(), all.parts(), forks);
  }

  /** Not available, so that not even the parts are known. */
  public static Profile unavailable() {
    return profile(
        "20261122T051500Z-n0gpu0",
        new CellId("infer/cnn-fashion,batch=1", "cuda", "f32"),
        List.of(),
        List.of(new Outcome.Unavailable<>("no NVIDIA driver", new Remedy.Advice("install one"))));
  }
}
