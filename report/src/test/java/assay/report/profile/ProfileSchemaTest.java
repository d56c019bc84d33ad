package assay.report.profile;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.profile.Profile;
import assay.core.profile.ProfileJson;
import assay.report.testing.SampleProfiles;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The published schema accepts what the code writes and refuses what it must never write. */
@TestInstance(Lifecycle.PER_CLASS)
class ProfileSchemaTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** What may hold any property, or lack any. */
  private static final Set<String> MAPS =
      Set.of("identity", "settings", "state", "details", "ceilings", "remedy", "parts", "sampled");

  /** What runs' records may lack, and profiles with them. */
  private static final Set<String> ADDED = Set.of("parts", "effectiveBits", "subnormals");

  private Schema schema;

  @BeforeAll
  void read() throws Exception {
    String text = Files.readString(Path.of("..", "results", "schema", "profile.schema.json"));
    schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(text, InputFormat.JSON);
  }

  private List<String> errors(String json) {
    return schema.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  private static ObjectNode tree(Profile profile) {
    return (ObjectNode) MAPPER.readTree(ProfileJson.write(profile));
  }

  @Test
  void acceptsWhatTheCodeWrites() throws Exception {
    for (Profile profile :
        List.of(
            SampleProfiles.host(),
            SampleProfiles.training(),
            SampleProfiles.metered(),
            SampleProfiles.unmetered(),
            SampleProfiles.unmarked(),
            SampleProfiles.undivided(),
            SampleProfiles.partlyFailed(),
            SampleProfiles.emulated(),
            SampleProfiles.invalid(),
            SampleProfiles.unavailable())) {
      String json = ProfileJson.write(profile);
      assertThat(errors(json)).as(profile.profileId().value()).isEmpty();
      assertThat(ProfileJson.read(json.getBytes(StandardCharsets.UTF_8), "")).isEqualTo(profile);
    }
  }

  /** Measured by this program on a real processor, before profiles read energy meters. */
  @Test
  void acceptsARealProfile() throws Exception {
    Path file = Path.of("src", "test", "resources", "assay", "report", "profile", "profile.json");
    assertThat(errors(Files.readString(file))).isEmpty();
    Profile profile = ProfileJson.read(Files.readAllBytes(file), file.toString());
    assertThat(profile.measured()).isNotEmpty().allMatch(fork -> fork.energy() == null);
    assertThat(ProfileJson.write(profile).replaceAll(",\\s+\"(energy|sampled|around)\" : null", ""))
        .isEqualTo(Files.readString(file));
    assertThat(ProfileFigures.of(profile)).isPresent();
  }

  @Test
  void refusesUnknownAndMissingFieldsEverywhere() {
    refusesUnknownAndMissingFields(tree(SampleProfiles.partlyFailed()));
    refusesUnknownAndMissingFields(tree(SampleProfiles.metered()));
  }

  private void refusesUnknownAndMissingFields(ObjectNode root) {
    for (String path : objects(root, "").toList()) {
      ObjectNode node = path.isEmpty() ? root : (ObjectNode) root.at(path);
      if (MAPS.contains(path.substring(path.lastIndexOf('/') + 1))) {
        continue;
      }
      node.put("unknown", 1);
      assertThat(errors(root.toString())).as("%s/unknown", path).isNotEmpty();
      node.remove("unknown");
      for (String name : List.copyOf(node.propertyNames())) {
        JsonNode taken = node.remove(name);
        boolean added =
            (ADDED.contains(name) && path.endsWith("/verification"))
                || (Set.of("energy", "sampled").contains(name) && path.endsWith("/result"))
                || (name.equals("around") && path.endsWith("/marks"));
        assertThat(errors(root.toString()).isEmpty()).as("%s: %s", path, name).isEqualTo(added);
        node.set(name, taken);
      }
    }
    assertThat(errors(root.toString())).isEmpty();
  }

  private static Stream<String> objects(JsonNode node, String path) {
    List<String> found = new ArrayList<>();
    if (node.isObject()) {
      found.add(path);
      node.properties()
          .forEach(e ->
              // A pointer would need its slashes escaped.
              objects(e.getValue(), path + "/" + e.getKey().replace("~", "~0").replace("/", "~1"))
                  .forEach(found::add));
    }
    // The forks are alike but for the failed one.
    for (int i = 0; node.isArray() && i < Math.min(3, node.size()); i++) {
      objects(node.get(i), path + "/" + i).forEach(found::add);
    }
    return found.stream();
  }

  @Test
  void refusesTimesAndReasonsTogetherOrNeither() {
    ObjectNode both = tree(SampleProfiles.host());
    ((ObjectNode) both.at("/forks/0/result")).put("noMarks", "cannot");
    assertThat(errors(both.toString())).isNotEmpty();
    ObjectNode neither = tree(SampleProfiles.unmarked());
    ((ObjectNode) neither.at("/forks/0/result")).putNull("noMarks");
    assertThat(errors(neither.toString())).isNotEmpty();
    ObjectNode negative = tree(SampleProfiles.host());
    ((ObjectNode) negative.at("/forks/0/result")).put("collections", -1);
    assertThat(errors(negative.toString())).isNotEmpty();
    ObjectNode modelled = tree(SampleProfiles.emulated());
    ((ObjectNode) modelled.at("/forks/0")).put("status", "MODELLED");
    assertThat(errors(modelled.toString())).isNotEmpty();
  }
}
