package assay.report.profile;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability.Available;
import assay.core.profile.Profile;
import assay.core.profile.ProfileComparison;
import assay.report.render.text.TextRenderer;
import assay.report.testing.Golden;
import assay.report.testing.SampleProfiles;
import assay.report.text.Language;
import org.junit.jupiter.api.Test;

class ProfileComparisonDocumentTest {
  private static String text(Profile before, Profile after) {
    ProfileComparison comparison =
        ((Available<ProfileComparison>) ProfileComparison.of(before, after)).value();
    return new TextRenderer(TextRenderer.UNLIMITED)
        .render(ProfileComparisonDocument.of(comparison, before, after, Language.EN));
  }

  /** The convolution takes 20 µs more, which is all of the difference. */
  @Test
  void theCauseComesFirst() throws Exception {
    Profile slower = SampleProfiles.host("20261123T051500Z-sl0wer", 120);
    Golden.check("profile/comparison.txt", text(SampleProfiles.host(), slower));
  }

  @Test
  void whatIsGroupedOtherwiseIsJoined() {
    assertThat(text(SampleProfiles.host(), SampleProfiles.regrouped()))
        .contains("The two profiles group operations otherwise: 1 row joins parts")
        .contains("MaxPool2d + Softmax probabilities");
  }

  @Test
  void aTotalThatMayBeZeroIsNotDivided() {
    assertThat(text(SampleProfiles.host(), SampleProfiles.host()))
        .contains("No row is shown to differ.")
        .containsPattern("relu_1 .* unavailable ¹")
        .contains("the total is not shown to differ from zero");
  }

  @Test
  void withUnequalForksNothingIsNamed() {
    assertThat(text(SampleProfiles.host(), SampleProfiles.partlyFailed()))
        .contains("No row can be named: 6 and 5 forks")
        .contains("cannot be named");
  }
}
