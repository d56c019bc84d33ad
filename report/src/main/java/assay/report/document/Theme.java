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
 * <p>The series colours differ in lightness and hue for readers with any of the common colour
 * vision deficiencies, and each stands out from the background by at least 3:1 (WCAG 2.2, 1.4.11).
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
              Role.GOOD, 0x1A7F4B,
              Role.INFO, 0x2360B5,
              Role.WARN, 0x9A6200,
              Role.BAD, 0xC02B2B),
          new int[] {
            0x0072B2, 0xD55E00, 0x00866B, 0xA9438A, 0x8A6D00, 0x3E97CF, 0x4A4F55, 0x7A2E1D
          });

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
          new int[] {
            0x4BA3E3, 0xF08A3C, 0x2FBF9B, 0xDB86C0, 0xCDB13F, 0x9AD4F5, 0xB9C0C7, 0xC9806B
          });

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
              Role.GOOD, 0x1A7F4B,
              Role.INFO, 0x2360B5,
              Role.WARN, 0x9A6200,
              Role.BAD, 0xC02B2B),
          new int[] {
            0x0072B2, 0xD55E00, 0x00866B, 0xA9438A, 0x8A6D00, 0x3E97CF, 0x4A4F55, 0x7A2E1D
          });

  /** What a colour is for. */
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
    /** A doubt. */
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
