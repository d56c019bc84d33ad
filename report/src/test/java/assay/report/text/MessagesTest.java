package assay.report.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bundle in the folder, whichever part of the reports it belongs to. */
class MessagesTest {
  private static final Path BUNDLES = Path.of("src/main/resources/assay/report/text");
  private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d+)}");
  private static final Pattern PLURAL = Pattern.compile("\\.(one|other)$");

  static List<String> bundles() throws IOException {
    try (Stream<Path> files = Files.list(BUNDLES)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith("_en.properties"))
              .map(name -> name.replace("_en.properties", ""))
              .sorted()
              .toList();
      assertThat(names).contains("document");
      return names;
    }
  }

  private static Properties load(String bundle, Language language) throws IOException {
    Properties words = new Properties();
    String name = bundle + "_" + language.tag().replace('-', '_') + ".properties";
    try (Reader reader = Files.newBufferedReader(BUNDLES.resolve(name))) {
      words.load(reader);
    }
    return words;
  }

  private static Map<String, Set<String>> arguments(Properties words) {
    Map<String, Set<String>> arguments = new TreeMap<>();
    for (String key : words.stringPropertyNames()) {
      arguments.put(
          key,
          ARGUMENT
              .matcher(words.getProperty(key))
              .results()
              .map(match -> match.group(1))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    return arguments;
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void everyLanguageSaysTheSame(String bundle) throws IOException {
    Map<String, Set<String>> english = arguments(load(bundle, Language.EN));
    assertThat(english).isNotEmpty();
    for (Language language : Language.values()) {
      Properties words = load(bundle, language);
      assertThat(arguments(words)).as("%s, %s", bundle, language).isEqualTo(english);
      assertThat(words.values())
          .as("%s, %s", bundle, language)
          .noneMatch(w -> w.toString().isBlank());
    }
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void everyMessageIsUsed(String bundle) throws IOException {
    String sources;
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        all.append(Files.readString(file));
      }
      sources = all.toString();
    }
    for (String key : new TreeSet<>(load(bundle, Language.EN).stringPropertyNames())) {
      String spoken = PLURAL.matcher(key).replaceFirst("");
      // A key made of a prefix and a name, such as of a status, counts by its prefix.
      String prefix = key.substring(0, key.lastIndexOf('.') + 1);
      assertThat(
              sources.contains('"' + key + '"')
                  || sources.contains('"' + spoken + '"')
                  || (!prefix.isEmpty() && sources.contains('"' + prefix + "\" +")))
          .as("message %s of bundle %s is used", key, bundle)
          .isTrue();
    }
  }

  /** A message in Chinese is set from the embedded face: it must have every character. */
  @ParameterizedTest
  @MethodSource("bundles")
  void theFaceHasEveryCharacterOfEveryMessage(String bundle) throws IOException {
    for (Language language : Language.values()) {
      Properties words = load(bundle, language);
      for (String key : words.stringPropertyNames()) {
        String text = words.getProperty(key);
        assertThat(new Glyphs().showable(text)).as("%s of %s", key, language).isEqualTo(text);
      }
    }
  }

  @Test
  void argumentsAreCountedAndTakenAsTheyAre() {
    Messages messages = Messages.of("document", Language.EN);
    assertThat(messages.text("page", "1", "{0} $1 \\")).isEqualTo("Page 1 of {0} $1 \\");
    assertThatThrownBy(() -> messages.text("page", "1")).hasMessageContaining("given 1 arguments");
    assertThatThrownBy(() -> messages.text("contents", "1")).hasMessageContaining("'contents'");
    assertThatThrownBy(() -> messages.text("nothing")).hasMessageContaining("no message 'nothing'");
    assertThatThrownBy(() -> Messages.of("nobody", Language.DE))
        .hasMessageContaining("nobody_de.properties");
  }

  @Test
  void oneIsNotMany() {
    assertThat(Messages.of("document", Language.DE).count("filter.shown", 1))
        .isEqualTo("1 Zeile angezeigt");
    assertThat(Messages.of("document", Language.DE).count("filter.shown", 12345))
        .isEqualTo("12\u202f345 Zeilen angezeigt");
  }
}
