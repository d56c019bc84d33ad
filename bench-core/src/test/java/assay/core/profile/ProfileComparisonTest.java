package assay.core.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProfileComparisonTest {
  private static final double[] EIGHT = {0.97, 0.98, 0.99, 1, 1.001, 1.01, 1.02, 1.03};

  private static ProfileComparison compare(Profile a, Profile b) {
    assertThat(ProfileComparison.of(a, b)).isInstanceOf(Available.class);
    return ((Available<ProfileComparison>) ProfileComparison.of(a, b)).value();
  }

  @Test
  void theOperationThatBecameSlowerIsNamedFirst() {
    FixedProfile slower = new FixedProfile();
    slower.times = new double[] {2e-3, 1.4e-3, 0.5e-3};
    ProfileComparison comparison =
        compare(new FixedProfile().profile(EIGHT), slower.profile(EIGHT));
    assertThat(comparison.noNames()).isNull();
    assertThat(comparison.rows().getFirst().ops()).containsExactly("relu_1");
    assertThat(comparison.rows().getFirst().shift()).isCloseTo(0.4e-3, within(2e-5));
    assertThat(comparison.named()).hasSize(1);
    assertThat(comparison.total()).isCloseTo(0.4e-3, within(1e-4));
  }

  @Test
  void nothingIsNamedWhereNothingDiffers() {
    Profile profile = new FixedProfile().profile(EIGHT);
    assertThat(compare(profile, profile).named()).isEmpty();
  }

  /** At most 5 % of the comparisons of equal noise may name anything; three deviations beside. */
  @Test
  void falseNamesAreAsRareAsStated() {
    Random random = new Random(5);
    int named = 0;
    int comparisons = 2000;
    for (int i = 0; i < comparisons; i++) {
      named += compare(noisy(random), noisy(random)).named().isEmpty() ? 0 : 1;
    }
    assertThat(named).isLessThan((int) (comparisons * 0.05 + 3 * Math.sqrt(comparisons * 0.0475)));
  }

  private static Profile noisy(Random random) {
    return new FixedProfile().profile(random.doubles(8, 0.9, 1.1).toArray());
  }

  @Test
  void groupsThatShareAnOperationAreComparedTogether() {
    FixedProfile fused = new FixedProfile();
    fused.parts =
        List.of(
            new ProfiledPart(List.of("matmul_1"), List.of("MatMul"), Phase.FORWARD, 1, 1, 1),
            new ProfiledPart(
                List.of("bias_1", "relu_1"), List.of("BiasAdd", "Relu"), Phase.FORWARD, 1, 1, 1),
            FixedProfile.COPY);
    ProfileComparison comparison = compare(new FixedProfile().profile(EIGHT), fused.profile(EIGHT));
    assertThat(comparison.rows()).hasSize(2);
    assertThat(comparison.rows().stream().map(ProfileComparison.Row::ops))
        .contains(List.of("matmul_1", "bias_1", "relu_1"), List.of("copy_1"));
    ProfileComparison.Row all =
        comparison.rows().stream().filter(r -> r.ops().size() == 3).findFirst().orElseThrow();
    assertThat(all.before()).isCloseTo(3e-3, within(2e-5));
    assertThat(all.after()).isCloseTo(3e-3, within(2e-5));
  }

  @Test
  void tooFewForksNameNothingAndSayWhy() {
    FixedProfile slower = new FixedProfile();
    slower.times = new double[] {2e-3, 1.4e-3, 0.5e-3};
    ProfileComparison few =
        compare(new FixedProfile().profile(1, 1.01, 1.02), slower.profile(1, 1.01, 1.02));
    assertThat(few.named()).isEmpty();
    assertThat(few.noNames()).contains("3 forks a side are too few to tell 3 rows apart");
    ProfileComparison unequal = compare(new FixedProfile().profile(EIGHT), slower.profile(1, 1.01));
    assertThat(unequal.noNames()).contains("8 and 2 forks");
  }

  @Test
  void otherOperationsAreNotCompared() {
    FixedProfile other = new FixedProfile();
    other.parts =
        List.of(
            FixedProfile.PRODUCT,
            FixedProfile.RELU,
            new ProfiledPart(List.of("copy_2"), List.of("Copy"), Phase.FORWARD, 0, 1, 1));
    assertThat(ProfileComparison.of(new FixedProfile().profile(EIGHT), other.profile(EIGHT)))
        .isInstanceOfSatisfying(
            Unavailable.class, none -> assertThat(none.reason()).contains("other operations"));
  }

  @Test
  void partsWithoutTimesAreNotCompared() {
    FixedProfile undivided = new FixedProfile();
    undivided.marks = false;
    undivided.ablation = false;
    assertThat(ProfileComparison.of(new FixedProfile().profile(EIGHT), undivided.profile(EIGHT)))
        .isInstanceOfSatisfying(
            Unavailable.class, none -> assertThat(none.reason()).contains("no times of its parts"));
  }

  /** Against Holm's own steps: p₁·3, p₂·2, p₃, made monotone. */
  @Test
  void pValuesAreAdjustedByHolm() {
    assertThat(ProfileComparison.holm(new double[] {0.04, 0.01, 0.03}))
        .containsExactly(new double[] {0.06, 0.03, 0.06}, within(1e-15));
  }
}
