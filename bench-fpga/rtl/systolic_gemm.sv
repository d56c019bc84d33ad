// C = A·B for one tile after another on ROWS × COLS processing elements, output-stationary: each
// element keeps one entry of C while operands stream past it.
//
// Streams (a beat moves in a cycle in which valid and ready are both high):
//   A  one column of the tile of A per beat, ROWS operands, row 0 in the lowest bits; last at k − 1
//   B  one row of the tile of B per beat, COLS operands, column 0 in the lowest bits; last at k − 1
//   C  one row of the tile of C per beat, COLS sums, from row 0 to row ROWS − 1; last at the end
// A and B move together, one beat a cycle. Nothing inside stalls: a cycle without a beat is a bubble
// that passes through. The only stall is at the entrance: the last beat of a tile is held
// back while the drain registers still hold the previous tile. A tile occupies them from that beat for
// ROWS + COLS + 2 cycles, until the wave has passed the far corner, and then for ROWS beats of C. So a tile
// with k ≥ 2·ROWS + COLS + 2 never waits for one whose C is taken at once.

`default_nettype none

module systolic_gemm #(
    parameter int ROWS         = 8,
    parameter int COLS         = 8,
    parameter int OPERAND_BITS = 8,
    parameter int SUM_BITS     = 32
) (
    input  wire clk,
    input  wire rst,

    input  wire a_valid,
    output wire a_ready,
    input  wire a_last,
    input  wire [ROWS*OPERAND_BITS-1:0] a_data,

    input  wire b_valid,
    output wire b_ready,
    input  wire b_last,
    input  wire [COLS*OPERAND_BITS-1:0] b_data,

    output wire c_valid,
    input  wire c_ready,
    output wire c_last,
    output wire [COLS*SUM_BITS-1:0] c_data,

    // Sticky: high once A and B disagreed on where a tile ends.
    output logic frame_error
);
  localparam int COUNT_BITS = ROWS > 1 ? $clog2(ROWS) : 1;
  localparam int MARKED_BITS = OPERAND_BITS + 3;

  // Entrance

  logic in_tile;
  logic occupied;
  logic draining;
  logic [COUNT_BITS-1:0] row;

  wire held = a_last && occupied;
  wire take = a_valid && b_valid && !held;
  assign a_ready = b_valid && !held;
  assign b_ready = a_valid && !held;

  // Exit

  wire give = draining && c_ready;
  assign c_valid = draining;
  assign c_last = row == COUNT_BITS'(ROWS - 1);
  wire [ROWS*COLS-1:0] captured;

  always_ff @(posedge clk) begin
    if (rst) begin
      in_tile <= 1'b0;
      occupied <= 1'b0;
      draining <= 1'b0;
      row <= '0;
      frame_error <= 1'b0;
    end else begin
      if (take) begin
        in_tile <= !a_last;
        frame_error <= frame_error || (a_last != b_last);
      end
      if (take && a_last) begin
        occupied <= 1'b1;
      end else if (give && c_last) begin
        occupied <= 1'b0;
      end
      if (captured[ROWS*COLS-1]) begin
        draining <= 1'b1;
      end else if (give && c_last) begin
        draining <= 1'b0;
      end
      if (give) begin
        row <= c_last ? '0 : row + 1'b1;
      end
    end
  end

  // Array: operands of A run to the right, of B downwards, finished sums upwards.

  wire [ROWS*(COLS+1)*MARKED_BITS-1:0] a_wave;
  wire [(ROWS+1)*COLS*OPERAND_BITS-1:0] b_wave;
  wire [(ROWS+1)*COLS*SUM_BITS-1:0] drain;

  assign drain[ROWS*COLS*SUM_BITS +: COLS*SUM_BITS] = '0;
  assign c_data = drain[0 +: COLS*SUM_BITS];

  genvar i;
  genvar j;
  generate
    for (i = 0; i < ROWS; i++) begin : g_enter_a
      systolic_skew #(.WIDTH(MARKED_BITS), .DELAY(i)) skew (
          .clk(clk),
          .rst(rst),
          .in({take, !in_tile, a_last, a_data[i*OPERAND_BITS +: OPERAND_BITS]}),
          .out(a_wave[i*(COLS+1)*MARKED_BITS +: MARKED_BITS])
      );
    end
    for (j = 0; j < COLS; j++) begin : g_enter_b
      systolic_skew #(.WIDTH(OPERAND_BITS), .DELAY(j)) skew (
          .clk(clk),
          .rst(rst),
          .in(b_data[j*OPERAND_BITS +: OPERAND_BITS]),
          .out(b_wave[j*OPERAND_BITS +: OPERAND_BITS])
      );
    end
    for (i = 0; i < ROWS; i++) begin : g_row
      for (j = 0; j < COLS; j++) begin : g_column
        localparam int A_IN = (i*(COLS+1) + j) * MARKED_BITS;
        localparam int A_OUT = (i*(COLS+1) + j + 1) * MARKED_BITS;
        localparam int B_IN = (i*COLS + j) * OPERAND_BITS;
        localparam int B_OUT = ((i+1)*COLS + j) * OPERAND_BITS;
        localparam int OWN = (i*COLS + j) * SUM_BITS;
        localparam int BELOW = ((i+1)*COLS + j) * SUM_BITS;
        systolic_pe #(.OPERAND_BITS(OPERAND_BITS), .SUM_BITS(SUM_BITS)) pe (
            .clk(clk),
            .rst(rst),
            .valid_in(a_wave[A_IN + OPERAND_BITS + 2]),
            .first_in(a_wave[A_IN + OPERAND_BITS + 1]),
            .last_in(a_wave[A_IN + OPERAND_BITS]),
            .a_in(a_wave[A_IN +: OPERAND_BITS]),
            .valid_out(a_wave[A_OUT + OPERAND_BITS + 2]),
            .first_out(a_wave[A_OUT + OPERAND_BITS + 1]),
            .last_out(a_wave[A_OUT + OPERAND_BITS]),
            .a_out(a_wave[A_OUT +: OPERAND_BITS]),
            .b_in(b_wave[B_IN +: OPERAND_BITS]),
            .b_out(b_wave[B_OUT +: OPERAND_BITS]),
            .shift(give),
            .drain_in(drain[BELOW +: SUM_BITS]),
            .drain_out(drain[OWN +: SUM_BITS]),
            .captured(captured[i*COLS + j])
        );
      end
    end
  endgenerate

  // Outputs at the right and lower edges of the array are unused.
  wire [ROWS*MARKED_BITS-1:0] right_edge;
  generate
    for (i = 0; i < ROWS; i++) begin : g_edge
      assign right_edge[i*MARKED_BITS +: MARKED_BITS] = a_wave[(i*(COLS+1) + COLS)*MARKED_BITS +: MARKED_BITS];
    end
  endgenerate
  wire unused_edges = &{right_edge, b_wave[ROWS*COLS*OPERAND_BITS +: COLS*OPERAND_BITS],
                        captured[ROWS*COLS-2:0], 1'b0};
endmodule

`default_nettype wire
