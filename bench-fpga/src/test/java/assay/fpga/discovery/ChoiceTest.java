package assay.fpga.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which of several devices is used. */
class ChoiceTest {
  private static final Candidate<String> POCL = device("Portable Computing Language", "cpu");
  private static final Candidate<String> BOARD = device("Xilinx", "u280");
  private static final Candidate<String> EMULATOR =
      device("Intel(R) FPGA Emulation Platform for OpenCL(TM)", "emulator");
  private static final Candidate<String> GPU = device("NVIDIA CUDA", "H200");

  private static final Unusable BROKEN =
      new Unusable("Xilinx", "platform 'Xilinx' failed (-5)", new Remedy.Advice("look"));

  private static Candidate<String> device(String platform, String name) {
    return new Candidate<>(platform, "1.2", name, platform.startsWith("Portable"), name);
  }

  private static Availability<Choice<String>> choose(
      String wanted, List<Candidate<String>> candidates) {
    return choose(wanted, candidates, List.of());
  }

  private static Availability<Choice<String>> choose(
      String wanted, List<Candidate<String>> candidates, List<Unusable> unusable) {
    return Choice.of(candidates, unusable, Optional.of(wanted), new Remedy.Install("it"));
  }

  private static Availability<Choice<String>> only(Vendor vendor, Candidate<String> device) {
    return new Available<>(new Choice<>(vendor, List.of(device), List.of()));
  }

  @Test
  void boardsWinOverEmulationsWhateverTheOrder() {
    assertThat(choose("", List.of(POCL, EMULATOR, GPU, BOARD))).isEqualTo(only(Vendor.AMD, BOARD));
    assertThat(choose("", List.of(POCL, EMULATOR)))
        .isEqualTo(only(Vendor.INTEL_EMULATOR, EMULATOR));
  }

  @Test
  void theUserMayChooseAnEmulationAllTheSame() {
    assertThat(choose("portable", List.of(BOARD, POCL))).isEqualTo(only(Vendor.POCL, POCL));
  }

  @Test
  void unknownPlatformsAreNeverTaken() {
    assertThat(choose("", List.of(GPU)))
        .isEqualTo(
            new Unavailable<>(
                "no FPGA and no known emulation; found: 'NVIDIA CUDA' with" + " 'H200'",
                new Remedy.Install("it")));
    assertThat(choose("cuda", List.of(GPU, BOARD))).isInstanceOf(Unavailable.class);
  }

  @Test
  void aNameThatNothingHasIsSaid() {
    assertThat(choose("quartus", List.of(POCL)))
        .isInstanceOfSatisfying(
            Unavailable.class,
            none -> assertThat(none.reason()).contains("'quartus'").contains("'Portable"));
    assertThat(choose("quartus", List.of())).isInstanceOf(Unavailable.class);
  }

  @Test
  void aPlatformThatFailsDoesNotHideAnother() {
    Choice<String> pocl = new Choice<>(Vendor.POCL, List.of(POCL), List.of(BROKEN));
    assertThat(choose("", List.of(POCL), List.of(BROKEN))).isEqualTo(new Available<>(pocl));
    assertThat(choose("portable", List.of(POCL), List.of(BROKEN)))
        .isEqualTo(only(Vendor.POCL, POCL));
  }

  @Test
  void aPlatformThatFailsAndIsWantedSaysWhy() {
    Unavailable<Choice<String>> why = new Unavailable<>(BROKEN.reason(), BROKEN.remedy());
    assertThat(choose("xilinx", List.of(POCL), List.of(BROKEN))).isEqualTo(why);
    assertThat(choose("", List.of(), List.of(BROKEN))).isEqualTo(why);
    assertThat(choose("quartus", List.of(), List.of(BROKEN)))
        .isEqualTo(
            new Unavailable<>(
                "no platform matches 'quartus'; found: 'Xilinx' without a usable device",
                new Remedy.SetVariable(Choice.PLATFORM, "a part of its name, or unset it")));
    assertThat(choose("", List.of(GPU), List.of(BROKEN)))
        .isEqualTo(
            new Unavailable<>(
                "no FPGA and no known emulation; found: 'NVIDIA CUDA' with 'H200', 'Xilinx' without"
                    + " a usable device; platform 'Xilinx' failed (-5)",
                new Remedy.Install("it")));
  }

  @Test
  void everyDeviceOfTheBestVendorIsThereToChooseFrom() {
    Candidate<String> second = device("Xilinx", "u250");
    assertThat(choose("", List.of(POCL, BOARD, second, EMULATOR)))
        .isEqualTo(new Available<>(new Choice<>(Vendor.AMD, List.of(BOARD, second), List.of())));
  }
}
