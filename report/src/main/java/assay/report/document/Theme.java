package assay.report.document;

import assay.report.text.Fonts;
import java.awt.Color;
import java.awt.Font;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Colours and fonts of charts. Within a theme no two roles and series share a colour.
 *
 * <p>The series colours are distinguishable with each of the three colour vision deficiencies, the
 * first six well, and each stands out from the background by at least 3:1 (WCAG 2.2, 1.4.11).
 *
 * @param name {@code light}, {@code dark} or {@code print}
 * @param roles the colour of every role
 * @param series the colours of series, in the same order in every theme
 */
public record Theme(String name, Map<Role, Color> roles, List<Color> series) {
  /** A light screen. */
  public static final Theme LIGHT =
      of(
          "light",
          Map.of(
              Role.BACKGROUND, 0xFFFFFF,
              Role.TEXT, 0x1B2127,
              Role.MUTED, 0x58636E,
              Role.AXIS, 0x7B8794,
              Role.GRID, 0xE3E7EB,
              Role.GOOD, 0x15713F,
              Role.INFO, 0x2360B5,
              Role.WARN, 0x9A6200,
              Role.BAD, 0xC02B2B),
          0x164A9E,
          0xD47F0A,
          0x0A8052,
          0xE0559B,
          0x664400,
          0x2E97F5,
          0x4A4A55,
          0x7D1F20);

  /** A dark screen. */
  public static final Theme DARK =
      of(
          "dark",
          Map.of(
              Role.BACKGROUND, 0x14181C,
              Role.TEXT, 0xE8EBEE,
              Role.MUTED, 0xA3AEB9,
              Role.AXIS, 0x7F8B97,
              Role.GRID, 0x2C343B,
              Role.GOOD, 0x4CC38A,
              Role.INFO, 0x78AAF0,
              Role.WARN, 0xE2B04A,
              Role.BAD, 0xF27C7C),
          0x518BE8,
          0xB87428,
          0x5FE0B0,
          0xA070AC,
          0xF1C565,
          0xB0DCF7,
          0x98ABAD,
          0xEF766F);

  /** Paper: as the light screen, in tones that survive a grey printer. */
  public static final Theme PRINT =
      of(
          "print",
          Map.of(
              Role.BACKGROUND, 0xFFFFFF,
              Role.TEXT, 0x000000,
              Role.MUTED, 0x4A535C,
              Role.AXIS, 0x6B7783,
              Role.GRID, 0xDDE1E5,
              Role.GOOD, 0x15713F,
              Role.INFO, 0x2360B5,
              Role.WARN, 0x9A6200,
              Role.BAD, 0xC02B2B),
          0x164A9E,
          0xD47F0A,
          0x0A8052,
          0xE0559B,
          0x664400,
          0x2E97F5,
          0x4A4A55,
          0x7D1F20);

  /** Roles of colours. */
  public enum Role {
    /** The page. */
    BACKGROUND,
    /** Labels that are read. */
    TEXT,
    /** Tick labels, remarks. */
    MUTED,
    /** Axis lines and ticks. */
    AXIS,
    /** Grid lines. */
    GRID,
    /** A gain. */
    GOOD,
    /** A mark or reference line. */
    INFO,
    /** A warning. */
    WARN,
    /** A loss or failure. */
    BAD
  }

  public Theme {
    roles = Map.copyOf(roles);
    series = List.copyOf(series);
  }

  private static Theme of(String name, Map<Role, Integer> roles, int... series) {
    Map<Role, Color> colors = new EnumMap<>(Role.class);
    roles.forEach((role, rgb) -> colors.put(role, new Color(rgb)));
    return new Theme(name, colors, IntStream.of(series).mapToObj(Color::new).toList());
  }

  /** The colour of a role. */
  public Color color(Role role) {
    return Objects.requireNonNull(roles.get(role));
  }

  /** How many series colours there are: the same in every theme. */
  public static int seriesColors() {
    return LIGHT.series.size();
  }

  /**
   * The colour of a series, the same series in every theme.
   *
   * @param index from 0 to below {@link #seriesColors}; beyond that a chart must tell series apart
   *     by other means
   * @throws IndexOutOfBoundsException beyond the colours there are
   */
  public Color series(int index) {
    return series.get(index);
  }

  /** The text face, in the size given in CSS pixels. */
  public Font font(float size) {
    return Fonts.regular(size);
  }

  /** The bold text face, in the size given in CSS pixels. */
  public Font bold(float size) {
    return Fonts.bold(size);
  }
}
