package assay.report.profile;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Remedy;
import assay.core.profile.Profile;
import assay.core.profile.ProfileJson;
import assay.report.chart.ChartImages;
import assay.report.document.Document;
import assay.report.document.Figure;
import assay.report.document.Theme;
import assay.report.render.html.HtmlRenderer;
import assay.report.render.pdf.PdfRenderer;
import assay.report.render.text.TextRenderer;
import assay.report.testing.Golden;
import assay.report.testing.SampleProfiles;
import assay.report.text.Language;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ProfileDocumentTest {
  private static Document document(Profile profile) {
    return ProfileDocument.of(profile, Language.EN, Remedy::text);
  }

  private static String text(Profile profile) {
    return new TextRenderer(TextRenderer.UNLIMITED).render(document(profile));
  }

  /** 158 µs of which the parts take 148; the convolution reaches 41 % of its roof of 41 µs. */
  @Test
  void partsByRecoverableTimeAndWhatTheyLeave() throws Exception {
    Golden.check("profile/host.txt", text(SampleProfiles.host()));
  }

  /** Of two domains together, as the table says; a part's share of the whole is not told. */
  @Test
  void joulesOfTheWholeAndOfEachPartAlone() {
    assertThat(text(SampleProfiles.metered()))
        .contains("4.00 mJ (3.90 … 4.10 mJ)")
        .contains("Energy alone")
        .contains("2.00 mJ (1.95 … 2.05 mJ)")
        .contains("800 µJ (780 … 820 µJ)")
        .contains("200 µJ (195 … 205 µJ)")
        .contains("metered at package-0 (rapl) + package-0/dram (rapl)");
  }

  @Test
  void aMeterThatCannotBeReadGivesItsReasonAndRemedy() {
    assertThat(text(SampleProfiles.unmetered()))
        .doesNotContain("Energy alone")
        .containsPattern("Energy of an execution +unavailable ²")
        .contains(
            "² rapl: energy_uj is not readable by this user [run 'sudo chmod a+r"
                + " /sys/class/powercap/intel-rapl:*/energy_uj', or run as root]");
  }

  /** The device's 162 µs are what its 160 µs of parts are compared with. */
  @Test
  void aTrainingStepHasPhases() throws Exception {
    Golden.check("profile/training.txt", text(SampleProfiles.training()));
  }

  /** A training step of 26 parts, measured on a processor that does not tell its caches. */
  @Test
  void aRealProfile() throws Exception {
    Path file = Path.of("src", "test", "resources", "assay", "report", "profile", "profile.json");
    Profile real = ProfileJson.read(Files.readAllBytes(file), file.toString());
    Golden.check("profile/real.txt", text(real));
    Figure figure = document(real).figures().getFirst();
    String svg = ChartImages.svg(figure.chart(), Theme.LIGHT, figure.title(), figure.alternative());
    // Six bandwidths between 265 and 47 GB/s leave room for three labels.
    assertThat(svg)
        .contains("≤\u00a016.4")
        .contains("≤\u00a065.5")
        .contains("≤\u00a0268")
        .doesNotContain("≤\u00a01.05");
    assertThat(figure.caption()).contains("Bandwidths close to one another are drawn once");
  }

  @Test
  void theSameUnderEveryLocale() throws Exception {
    Locale before = Locale.getDefault();
    try {
      for (String tag : List.of("de", "tr", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertThat(text(SampleProfiles.host())).as(tag).contains("100 µs (97.5 … 102.5 µs)");
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void withoutMarksTimesAreDifferences() {
    assertThat(text(SampleProfiles.unmarked()))
        .contains("Times are by leaving out")
        .containsPattern("Unexplained remainder +unavailable")
        .contains("this target executes the program as one kernel")
        .doesNotContain("Times are by marks");
  }

  /** The whole's time must not stand at each of its parts. */
  @Test
  void whatCannotBeDividedHasNoTimesOfParts() {
    assertThat(text(SampleProfiles.undivided()))
        .containsPattern("Whole program, host time +154 µs \\(no interval\\)")
        .containsPattern("relu_1 +unavailable ¹ +unavailable ¹")
        .contains("¹ neither marks nor cutting short is possible: this target executes")
        .contains("No roofline: no bandwidth was measured")
        .doesNotContain("Times are by");
  }

  @Test
  void lostForksAreCounted() {
    assertThat(text(SampleProfiles.partlyFailed()))
        .contains("1 of 6 forks gave no times")
        .contains("It failed: out of memory [wait]")
        .contains("No interval: ")
        .contains("100 µs (no interval)");
  }

  /** Four operations per byte and no seconds. */
  @Test
  void anEmulationShowsItsStructureAndNoTime() {
    assertThat(text(SampleProfiles.emulated()))
        .contains("It ran on an emulation (pocl), whose times say nothing about hardware")
        .contains("Conv2d conv_1, BiasAdd bias_1, Relu relu_1  4.00 MFLOP  40.0 kB")
        .doesNotContain(" µs")
        .doesNotContain("Unexplained");
  }

  @Test
  void oneWrongForkTakesTheTimesFromAll() {
    assertThat(text(SampleProfiles.invalid()))
        .contains("no time is shown: wrong output: out[3, 7]")
        .doesNotContain(" µs");
  }

  @Test
  void whatIsUnavailableSaysWhatHelps() {
    assertThat(text(SampleProfiles.unavailable()))
        .contains("It is unavailable on this machine: no NVIDIA driver [install one]")
        .contains("The program was not divided into parts.");
  }

  /** Pooling has no operations, so it has no place on a logarithmic axis. */
  @Test
  void theRooflineHasThePartsThatCompute() {
    Document document = document(SampleProfiles.host());
    assertThat(document.figures()).hasSize(1);
    Figure figure = document.figures().getFirst();
    String svg = ChartImages.svg(figure.chart(), Theme.LIGHT, figure.title(), figure.alternative());
    assertThat(svg)
        .contains("relu_1")
        .contains("probabilities")
        .contains("L2 50.0")
        .contains("main memory 10.0")
        .contains("arithmetic 100")
        .doesNotContain("pool_1");
    assertThat(figure.caption()).contains("1 part without floating-point operations");
    assertThat(ChartImages.png(figure.chart(), Theme.LIGHT, figure.title())).hasSizeGreaterThan(9);
    assertThat(document(SampleProfiles.undivided()).figures()).isEmpty();
    assertThat(document(SampleProfiles.emulated()).figures()).isEmpty();
  }

  @Test
  void everyLanguageAndMediumHasIt() {
    for (Language language : Language.values()) {
      for (Profile profile : List.of(SampleProfiles.training(), SampleProfiles.invalid())) {
        Document document = ProfileDocument.of(profile, language, Remedy::text);
        assertThat(new HtmlRenderer().render(document)).contains(profile.cell().workload());
      }
    }
    byte[] pdf = new PdfRenderer().render(document(SampleProfiles.training()));
    assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
  }
}
