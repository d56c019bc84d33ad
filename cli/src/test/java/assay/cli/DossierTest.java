package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.profile.Profile;
import assay.core.profile.ProfileStore;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.report.testing.SampleProfiles;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code assay report --kind procurement} of stored runs. */
class DossierTest {
  private static final Path EXAMPLES = Path.of("..", "docs", "procurement");

  @TempDir Path folder = Path.of("");
  private String first = "";
  private String second = "";

  @BeforeEach
  void systems() throws IOException {
    first = id(system(0));
    second = id(system(1));
  }

  private RunFolder system(int number) throws IOException {
    return SampleRuns.everyKind(
            SampleSystem.number(number), Instant.parse("2026-10-01T02:00:00Z"), 7L + number)
        .write(new RunStore(folder.resolve("runs")));
  }

  private static String id(RunFolder run) {
    return Objects.requireNonNull(run.path().getFileName()).toString();
  }

  private Cli.Answer report(String... args) {
    Stream<String> common =
        Stream.of(
            "report",
            "--kind",
            "procurement",
            "--runs",
            folder.resolve("runs").toString(),
            "--out",
            folder.resolve("out").toString());
    return Cli.run(Stream.concat(common, Stream.of(args)).toArray(String[]::new));
  }

  @Test
  void writesTheDossierOfTwoSystemsWithTheExamplesPricesAndWeights() throws IOException {
    Cli.Answer answer =
        report(
            first,
            second,
            "--prices",
            EXAMPLES.resolve("prices.yaml").toString(),
            "--weights",
            EXAMPLES.resolve("weights.yaml").toString(),
            "--reference",
            "host-b",
            "--format",
            "html,csv");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.OK);
    assertThat(Files.readString(folder.resolve("out").resolve("report.html")))
        .contains("Break-even price")
        .contains("machine hours as stated in weights.yaml")
        .contains("The demand is 20\u202f000 hours a year of B")
        .contains("relative to B")
        .contains("--reference " + second);
  }

  @Test
  void profilesOfItsSystemsAreInTheDossier() throws IOException {
    ProfileStore profiles = new ProfileStore(folder.resolve("profiles"));
    Profile like = SampleProfiles.host();
    Profile own =
        SampleProfiles.of(
            new RunStore(folder.resolve("runs")).find(second).read(), like.cell(), like);
    String path = profiles.write(own).toString();
    Cli.Answer answer = report(first, second, "--profile", path);
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.OK);
    assertThat(Files.readString(folder.resolve("out").resolve("report.html")))
        .contains("on cpu-simd in f32, B · host-b", "./assay profile " + path);
    Cli.Answer refused = report(first, id(system(2)), "--profile", path);
    assertThat(refused.code()).as(refused.all()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("run " + first + " is of another machine");
  }

  @Test
  void whatCannotBeDoneIsAWrongUsage() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.yaml"), "currency: EUR\nsystem: {}\n");
    assertThat(report(first).code()).isEqualTo(ExitCode.USAGE);
    assertThat(report(first, second, "--reference", "host-z").all())
        .contains("no systems match 'host-z'");
    Cli.Answer prices = report(first, second, "--prices", bad.toString());
    assertThat(prices.code()).isEqualTo(ExitCode.USAGE);
    assertThat(prices.all()).contains("bad.yaml: 'systems' must name at least one system");
    assertThat(report(first, second, "--baseline", first).all()).contains("--reference");
    assertThat(
            Cli.run("report", "--runs", folder.resolve("runs").toString(), first, "--prices", "p")
                .all())
        .contains("--kind procurement; add it");
  }
}
