package assay.core.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

final class AvailabilityTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static List<Availability<List<String>>> cases() {
    return List.of(
        new Available<>(List.of("a", "b")),
        new Unavailable<>("the file is not there"),
        new Unavailable<>("denied", new Remedy.Permit("/sys/class/powercap")),
        new Unavailable<>(
            "not finished after 600 s",
            new Remedy.AnyOf(
                new Remedy.Change(Remedy.Setting.FORK_TIMEOUT, "allow a fork more time"),
                new Remedy.AllOf(
                    List.of(
                        new Remedy.Packages(List.of("g++", "make")),
                        new Remedy.LoadModule(List.of("msr"), ""),
                        new Remedy.SetVariable("A", "b"),
                        new Remedy.UnsetVariable("A", "to use the driver's"),
                        Remedy.JvmOption.NATIVE_ACCESS,
                        new Remedy.Wait("try again in a moment"),
                        new Remedy.Install("the NVIDIA driver"),
                        new Remedy.Advice("attach the power cables"),
                        Remedy.Use.REPORT)))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void comesBackFromJsonAsItWas(Availability<List<String>> was) {
    TypeReference<Availability<List<String>>> type = new TypeReference<>() {};

    String json = MAPPER.writerFor(type).writeValueAsString(was);

    Availability<List<String>> back = MAPPER.readValue(json, type);
    assertThat(back).as(json).isEqualTo(was);
  }

  /** A record's component tells its type itself: no writer needs to be told. */
  private record Holder(Availability<Double> joules) {}

  @Test
  void isPlainInJson() {
    assertThat(MAPPER.writeValueAsString(new Holder(new Available<>(1.5))))
        .isEqualTo("{\"joules\":{\"value\":1.5}}");
    assertThat(MAPPER.writeValueAsString(new Holder(new Unavailable<>("no meter"))))
        .isEqualTo("{\"joules\":{\"reason\":\"no meter\"}}");
    assertThat(
            MAPPER.writeValueAsString(
                new Holder(new Unavailable<>("denied", new Remedy.Permit("/sys/x")))))
        .isEqualTo(
            "{\"joules\":{\"reason\":\"denied\",\"remedy\":{\"kind\":\"permit\",\"path\":\"/sys/x\"}}}");
  }

  private record Nested(List<Availability<Remedy>> remedies) {}

  /** Types that carry a tag of their own keep it inside. */
  @Test
  void keepsTheTagsOfWhatItHolds() {
    Nested was =
        new Nested(
            List.of(new Available<>(new Remedy.Advice("read it")), new Unavailable<>("denied")));

    String json = MAPPER.writeValueAsString(was);

    assertThat(MAPPER.readValue(json, Nested.class)).as(json).isEqualTo(was);
  }

  @Test
  void mappingKeepsTheReasonAndTheRemedy() {
    Availability<String> none = new Unavailable<>("denied", new Remedy.Permit("/sys/x"));

    assertThat(none.map(String::length)).isEqualTo(none);
    assertThat(new Available<>("abc").map(String::length)).isEqualTo(new Available<>(3));
  }

  @Test
  void aReasonIsNeeded() {
    assertThatThrownBy(() -> new Unavailable<>(" ")).hasMessageContaining("needs a reason");
  }
}
