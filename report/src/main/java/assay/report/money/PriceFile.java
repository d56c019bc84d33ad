package assay.report.money;

import assay.core.files.Sha256;
import assay.core.text.YamlMap;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a price file:
 *
 * <pre>
 * currency: EUR
 * defaults:                 # for systems that state nothing else; optional
 *   priceDate: 2026-11-22
 *   years: 5
 *   …
 * systems:
 *   host-a:                 # a host's label, or the id of a run
 *     capex: 12000
 *     …
 * ranges:                   # ± of each input, optional: see {@link Input#spreadIsAbsolute}
 *   capex: 10
 * demandHoursPerYear: 20000 # work to be done, in the reference system's hours; optional
 * </pre>
 *
 * <p>The keys of a system are those of {@link Input}, {@code priceDate} and, beside {@link
 * Input#UNMETERED}, {@code unmeteredSource}. Unknown keys are rejected. Missing ones are allowed:
 * the report leaves out what needs them, and says so.
 */
public final class PriceFile {
  private static final String DATE = "priceDate";
  private static final String UNMETERED_SOURCE = "unmeteredSource";
  private static final String DEMAND = "demandHoursPerYear";

  private PriceFile() {}

  /**
   * Reads the file.
   *
   * @throws PriceException if it is missing or invalid
   */
  public static Prices read(Path path) {
    Path name = path.getFileName();
    String file = name == null ? path.toString() : name.toString();
    return parse(file, YamlMap.read(path, PriceException::new));
  }

  static Prices parse(String file, String yaml) {
    YamlMap root = YamlMap.parse(file, yaml, PriceException::new);
    String currency = root.text("currency");
    if (!currency.matches("[A-Z]{3}")) {
      throw new PriceException(
          file + ": 'currency' must be an ISO 4217 code such as EUR, not '" + currency + "'");
    }
    Raw common = root.has("defaults") ? raw(root.map("defaults")) : new Raw(null, Map.of(), null);
    YamlMap systems = root.has("systems") ? root.map("systems") : null;
    if (systems == null || systems.keys().isEmpty()) {
      throw new PriceException(file + ": 'systems' must name at least one system");
    }
    Map<String, Inputs> inputs = new LinkedHashMap<>();
    for (String name : systems.keys()) {
      inputs.put(name, inputs(file, name, common, raw(systems.map(name))));
    }
    Map<Input, Double> spreads =
        root.has("ranges") ? values(root.map("ranges"), _ -> PriceFile::negative) : Map.of();
    Double demand = root.has(DEMAND) ? root.positive(DEMAND) : null;
    root.done();
    return new Prices(file, Sha256.of(yaml), currency, inputs, spreads, demand);
  }

  /** The entries under one heading. */
  private record Raw(
      @Nullable LocalDate date, Map<Input, Double> values, @Nullable String unmeteredSource) {}

  private static Raw raw(YamlMap map) {
    LocalDate date = map.day(DATE);
    String source = map.has(Input.UNMETERED.key()) ? map.text(UNMETERED_SOURCE) : null;
    return new Raw(date, values(map, input -> input::refusal), source);
  }

  private static Map<Input, Double> values(
      YamlMap map, Function<Input, DoubleFunction<String>> refusal) {
    Map<Input, Double> values = new EnumMap<>(Input.class);
    for (Input input : Input.values()) {
      if (map.has(input.key())) {
        values.put(input, map.number(input.key(), refusal.apply(input)));
      }
    }
    map.done();
    return values;
  }

  private static Inputs inputs(String file, String name, Raw common, Raw own) {
    LocalDate date = own.date() == null ? common.date() : own.date();
    if (date == null) {
      throw new PriceException(
          String.format(
              Locale.ROOT,
              "%s: system '%s' has no %s: state the day of the prices",
              file,
              name,
              DATE));
    }
    Map<Input, Double> values = new EnumMap<>(Input.class);
    values.putAll(common.values());
    values.putAll(own.values());
    String source = own.unmeteredSource();
    return new Inputs(name, date, values, source == null ? common.unmeteredSource() : source);
  }

  private static String negative(double spread) {
    return spread < 0 ? "must be at least 0" : "";
  }
}
