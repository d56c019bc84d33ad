package assay.core.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.profile.ProfileSummary.Bound;
import assay.core.profile.ProfileSummary.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against values worked out by hand. */
class ProfileSummaryTest {
  private static final double[] SIX = {0.98, 0.99, 1, 1, 1.01, 1.02};
  private final FixedProfile fixed = new FixedProfile();

  private ProfileSummary summary(double... scales) {
    return ProfileSummary.of(fixed.profile(scales)).orElseThrow();
  }

  private static <T> T there(@Nullable T value) {
    return Objects.requireNonNull(value);
  }

  private static Row row(ProfileSummary summary, ProfiledPart part) {
    return summary.rows().stream().filter(r -> r.part().equals(part)).findFirst().orElseThrow();
  }

  @Test
  void timesSharesAndRatesAreThoseOfTheForksMedians() {
    ProfileSummary summary = summary(SIX);
    assertThat(summary.whole().median()).isCloseTo(3.6e-3, within(1e-12));
    assertThat(summary.whole().ciLow()).isCloseTo(0.98 * 3.6e-3, within(1e-12));
    assertThat(summary.whole().ciHigh()).isCloseTo(1.02 * 3.6e-3, within(1e-12));
    Row product = row(summary, FixedProfile.PRODUCT);
    assertThat(product.time().median()).isCloseTo(2e-3, within(1e-12));
    assertThat(product.sharePercent().median()).isCloseTo(100 * 2 / 3.6, within(1e-9));
    assertThat(product.flopsPerSecond()).isCloseTo(50e9, within(1.0));
    assertThat(product.bytesPerSecond()).isCloseTo(0.5e9, within(1.0));
    assertThat(product.intensity()).isEqualTo(100);
    assertThat(product.unfusedIntensity()).isCloseTo(200 / 3.0, within(1e-12));
  }

  @Test
  void marksCostAndLeaveARemainder() {
    ProfileSummary summary = summary(SIX);
    assertThat(there(summary.markingPercent()).median()).isCloseTo(2, within(1e-9));
    assertThat(there(summary.unexplained()).median()).isCloseTo(0.1e-3, within(1e-12));
    assertThat(there(summary.unexplainedPercent()).median()).isCloseTo(100 / 36.0, within(1e-9));
  }

  /** 1 ms of arithmetic for the product; the others by the bandwidth of what they fit. */
  @Test
  void theRoofIsTheLargerOfArithmeticAndMemoryAndTheLaunch() {
    ProfileSummary summary = summary(1);
    Row product = row(summary, FixedProfile.PRODUCT);
    assertThat(there(product.roof()).bound()).isEqualTo(Bound.COMPUTE);
    assertThat(there(product.roof()).compute()).isCloseTo(1e-3, within(1e-12));
    assertThat(there(product.roof()).memory()).as("beyond 256 KiB").isCloseTo(1e-4, within(1e-12));
    assertThat(there(product.recoverable()).median()).isCloseTo(0.999e-3, within(1e-12));
    Row relu = row(summary, FixedProfile.RELU);
    assertThat(there(relu.roof()).bound())
        .as("0.1 µs, 1 µs and 1 µs of launch")
        .isEqualTo(Bound.MEMORY);
    assertThat(there(relu.roof()).memory()).isCloseTo(1e-6, within(1e-15));
    assertThat(there(relu.roof()).workingSet()).isEqualTo(256 << 10);
    assertThat(there(relu.roof()).level()).isEqualTo(1);
    Row copy = row(summary, FixedProfile.COPY);
    assertThat(there(copy.roof()).bound()).isEqualTo(Bound.LAUNCH);
    assertThat(there(copy.roof()).seconds()).isCloseTo(1.5e-6, within(1e-15));
    assertThat(summary.byRecoverable().stream().map(Row::part).toList())
        .isEqualTo(List.of(FixedProfile.PRODUCT, FixedProfile.RELU, FixedProfile.COPY));
  }

  @Test
  void aPartAboveItsRoofSaysSo() {
    fixed.times = new double[] {0.9e-3, 1e-3, 0.5e-3};
    assertThat(row(summary(SIX), FixedProfile.PRODUCT).aboveRoof()).isTrue();
    fixed.times = new double[] {1.0005e-3, 1e-3, 0.5e-3};
    assertThat(row(summary(SIX), FixedProfile.PRODUCT).aboveRoof()).as("within").isFalse();
    assertThat(row(summary(SIX), FixedProfile.RELU).aboveRoof()).isFalse();
  }

  @Test
  void withoutMarksTheDifferencesOfProgramsCutShortAreTheTimes() {
    fixed.marks = false;
    ProfileSummary summary = summary(SIX);
    assertThat(summary.noMarks()).isEqualTo("it cannot mark");
    assertThat(summary.unexplained()).isNull();
    assertThat(row(summary, FixedProfile.PRODUCT).time().median()).isCloseTo(2e-3, within(1e-12));
    assertThat(row(summary, FixedProfile.RELU).time().median()).isCloseTo(1e-3, within(1e-12));
    assertThat(row(summary, FixedProfile.COPY).time().median())
        .as("the last one has the rest of the whole")
        .isCloseTo(0.6e-3, within(1e-12));
  }

  @Test
  void aloneStandsBesideTheTimeInTheProgram() {
    fixed.aloneFactor = 1.25;
    ProfileSummary summary = summary(SIX);
    Row relu = row(summary, FixedProfile.RELU);
    assertThat(there(relu.alone()).median()).isCloseTo(0.8e-3, within(1e-12));
    assertThat(there(relu.inProgram()).median()).isCloseTo(1.25, within(1e-9));
    assertThat(there(summary.aloneDifference()).median()).isCloseTo(0.8e-3, within(1e-12));
  }

  @Test
  void fewForksHaveNoInterval() {
    ProfileSummary summary = summary(1, 1.01);
    assertThat(summary.whole().ciLow()).isNull();
    assertThat(summary.whole().note()).contains("2 forks, an interval needs 6");
  }

  @Test
  void aProfileIsReadAsItWasWritten() throws Exception {
    Profile profile = fixed.profile(SIX);
    String json = ProfileJson.write(profile);
    assertThat(ProfileJson.read(json.getBytes(StandardCharsets.UTF_8), "test")).isEqualTo(profile);
  }
}
