package assay.report.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Messages of a part of the reports in one language, from a UTF-8 properties file {@code
 * <bundle>_<language>.properties} next to this class.
 *
 * <p>{@code {0}}, {@code {1}} … stand for arguments, which are words, or numbers that {@link
 * Format} has already formatted: a message never formats numbers itself.
 */
public final class Messages {
  private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d+)}");

  private static final String COMMON = "common";

  private final String name;
  private final Properties words;
  private final Language language;

  private Messages(String name, Properties words, Language language) {
    this.name = name;
    this.words = words;
    this.language = language;
  }

  /**
   * The messages of a bundle, plus those that all bundles share.
   *
   * @param bundle such as {@code document}
   * @throws IllegalArgumentException if there is no such bundle in this language
   */
  public static Messages of(String bundle, Language language) {
    Properties words = new Properties();
    load(file(COMMON, language), words);
    load(file(bundle, language), words);
    return new Messages(file(bundle, language), words, language);
  }

  private static String file(String bundle, Language language) {
    return bundle + "_" + language.tag().replace('-', '_') + ".properties";
  }

  private static void load(String name, Properties words) {
    try (InputStream in = Messages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("there are no messages " + name);
      }
      words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("messages " + name + " cannot be read", e);
    }
  }

  /** The language of these messages. */
  public Language language() {
    return language;
  }

  /** Whether there is such a message. */
  public boolean has(String key) {
    return words.containsKey(key);
  }

  /**
   * A message with its arguments in place.
   *
   * @throws IllegalArgumentException if there is no such message, or the number of arguments is
   *     wrong
   */
  public String text(String key, String... arguments) {
    String pattern = words.getProperty(key);
    if (pattern == null) {
      throw new IllegalArgumentException("no message '" + key + "' in " + name);
    }
    boolean[] used = new boolean[arguments.length];
    String text =
        ARGUMENT
            .matcher(pattern)
            .replaceAll(match -> {
              int index = Integer.parseInt(match.group(1));
              if (index >= arguments.length) {
                throw wrongArguments(key, pattern, arguments);
              }
              used[index] = true;
              return Matcher.quoteReplacement(arguments[index]);
            });
    for (boolean each : used) {
      if (!each) {
        throw wrongArguments(key, pattern, arguments);
      }
    }
    return text;
  }

  /**
   * A message with a plural: {@code key.one} for exactly one, else {@code key.other}; the count,
   * formatted, is {@code {0}} and the arguments follow.
   */
  public String count(String key, long count, String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = Format.of(language).count(count);
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return text(key + (count == 1 ? ".one" : ".other"), all);
  }

  private IllegalArgumentException wrongArguments(String key, String pattern, String[] arguments) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "message '%s' in %s is '%s', given %d arguments",
            key,
            name,
            pattern,
            arguments.length));
  }
}
