package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.profile.ForkProfile;
import assay.core.profile.Profile;
import assay.core.profile.ProfileStore;
import assay.core.profile.ProfileSummary;
import assay.core.profile.ProfiledPart;
import assay.core.record.Outcome;
import assay.core.record.Status;
import assay.core.spi.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** With real forks. Nothing is asserted of a time but that it is there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfileCommandTest {
  private static final String WORKLOAD = "infer/cnn-fashion,batch=2";

  private Cli.Answer first = new Cli.Answer(-1, "", "");
  private Path profiles = Path.of("");

  private Cli.Answer profile(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("profile", "--forks", "1", "--seconds", "0.1", "--out", profiles.toString()));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  /** A profile asks every target of the device for ceilings; most of those here are faulty. */
  @BeforeAll
  void twoTargetsInTurn(@TempDir Path folder) {
    System.setProperty(
        Targets.CHOSEN, "cpu-simd,cpu-scalar,cpu-openblas,wrong-entry,once-after-writes");
    profiles = folder.resolve("profiles");
    first = profile("-w", WORKLOAD, "-t", "cpu-simd,cpu-scalar");
  }

  @AfterAll
  static void everyTargetAgain() {
    System.clearProperty(Targets.CHOSEN);
  }

  private Profile stored(String target) throws IOException {
    try (Stream<Path> all = Files.list(profiles)) {
      for (Path one : all.toList()) {
        Profile profile = ProfileStore.read(one);
        if (profile.cell().target().equals(target) && !profile.parts().isEmpty()) {
          return profile;
        }
      }
    }
    throw new AssertionError("no profile of " + target + ": " + first.all());
  }

  @Test
  void everyOperationIsInOnePart() throws IOException {
    assertThat(first.code()).as(first.all()).isZero();
    Profile fused = stored("cpu-simd");
    Profile plain = stored("cpu-scalar");
    assertThat(plain.measured().getFirst().ceilings().get("peak/fma on cpu-simd")).isNotNull();
    assertThat(fused.parts().size()).isLessThan(plain.parts().size());
    assertThat(fused.parts().stream().flatMap(p -> p.ops().stream()))
        .containsExactlyInAnyOrderElementsOf(
            plain.parts().stream().flatMap(p -> p.ops().stream()).toList());
    assertThat(fused.parts().stream().mapToLong(ProfiledPart::flops).sum())
        .isEqualTo(plain.parts().stream().mapToLong(ProfiledPart::flops).sum());
  }

  @Test
  void everyPartHasItsTimesAndARoof() throws IOException {
    Profile profile = stored("cpu-simd");
    ForkProfile fork = profile.measured().getFirst();
    int rounds = fork.whole().size();
    assertThat(Objects.requireNonNull(fork.marks()).parts()).allMatch(s -> s.size() == rounds);
    ForkProfile.Ablation ablation = Objects.requireNonNull(fork.ablation());
    assertThat(ablation.alone()).allMatch(s -> s.size() == rounds);
    assertThat(ablation.truncated()).hasSize(profile.parts().size() - 1);
    ProfileSummary summary = ProfileSummary.of(profile).orElseThrow();
    assertThat(summary.rows()).allMatch(row -> row.roof() != null);
    assertThat(profile.outcome()).isInstanceOf(Outcome.Measured.class);
  }

  @Test
  void aStoredProfileIsShownAgainAndTwoAreCompared() throws IOException {
    String fused = stored("cpu-simd").profileId().value();
    String plain = stored("cpu-scalar").profileId().value();
    Cli.Answer again = profile(fused);
    assertThat(again.code()).as(again.all()).isZero();
    assertThat(again.out()).contains(WORKLOAD, "cpu-simd");
    Cli.Answer both = profile(fused, plain);
    assertThat(both.code()).as(both.all()).isZero();
    assertThat(both.out()).contains("1 forks a side are too few");
  }

  @Test
  void wrongResultsHaveNoProfile() throws IOException {
    Cli.Answer wrong = profile("-w", "gemm/m=33,n=17,k=9", "-t", "wrong-entry");
    assertThat(wrong.code()).as(wrong.all()).isEqualTo(ExitCode.INVALID);
    Outcome<ForkProfile> outcome = stored("wrong-entry").outcome();
    assertThat(outcome.status()).isEqualTo(Status.INVALID);
    assertThat(outcome.reason()).startsWith("wrong output: ").contains("expected");
    assertThat(outcome.result()).isNull();
  }

  /** Right results of executions that nobody timed are not enough. */
  @Test
  void workLeftUndoneHasNoProfile() throws IOException {
    Cli.Answer lazy = profile("-w", "gemm/m=256,n=256,k=256", "-t", "once-after-writes");
    assertThat(lazy.code()).as(lazy.all()).isEqualTo(ExitCode.INVALID);
    assertThat(stored("once-after-writes").outcome().reason()).contains("left work undone");
  }

  /** Of a target without kernels for ceilings, the device's others measure them. */
  @Test
  void aTargetOfProductsOnlyHasCeilingsAndALaunch() throws IOException {
    Cli.Answer answer = profile("-w", "gemm/m=256,n=256,k=256", "-t", "cpu-openblas");
    assertThat(answer.code()).as(answer.all()).isZero();
    Profile profile = stored("cpu-openblas");
    ForkProfile fork = profile.measured().getFirst();
    assertThat(fork.ceilings())
        .containsKey("peak/fma on cpu-simd")
        .doesNotContainKey("peak/fma on cpu-scalar");
    ProfileSummary summary = ProfileSummary.of(profile).orElseThrow();
    assertThat(summary.launch().median()).isLessThan(summary.whole().median());
  }

  @Test
  void aColdProfileIsRefused() throws IOException {
    Cli.Answer cold = profile("-w", "gemm/m=32,n=32,k=32,cache=cold", "-t", "cpu-scalar");
    assertThat(cold.code()).as(cold.all()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(cold.out()).contains("a profile executes with warm caches");
  }

  @Test
  void whatIsMissingIsSaid() {
    assertThat(profile("-w", WORKLOAD).err()).contains("-t names the target");
    assertThat(profile().err()).contains("-w and -t say what to profile");
    assertThat(profile("nosuch").err()).contains("no profile nosuch");
    assertThat(profile("-w", WORKLOAD, "-t", "cpu-simd", "latest").code())
        .isEqualTo(ExitCode.USAGE);
    Cli.Answer unsupported = profile("-w", "gemm/m=8,n=8,k=8", "-t", "cpu-simd", "-p", "s8");
    assertThat(unsupported.code()).as(unsupported.all()).isEqualTo(ExitCode.INCONCLUSIVE);
  }
}
