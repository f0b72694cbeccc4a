/* A Modbus unit by libmodbus, for tests: what goes over the wire is its work alone. Before each answer it asks its parent, on
   standard output, for the unit's registers, and afterwards hands them back if the request may have written.

     libmodbus tcp            prints the port that it took, two bytes, the high one first
     libmodbus rtu DEVICE BAUD UNIT

   To the parent: 'Q' unit; 'W' image; 'D' when all of that is done. From it: 0 (say nothing) or 1 and an image; 1 after 'W'.
   An image is WORDS registers, the high byte first, and COILS bytes of 0 or 1. */
#include <errno.h>
#include <modbus.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { WORDS = 512, COILS = 64, IMAGE = 2 * WORDS + COILS };

static void all_out(const void *p, size_t n) {
  const char *b = p;
  while (n > 0) {
    ssize_t k = write(1, b, n);
    if (k <= 0) exit(0);
    b += k, n -= k;
  }
}

static void all_in(void *p, size_t n) {
  char *b = p;
  while (n > 0) {
    ssize_t k = read(0, b, n);
    if (k <= 0) exit(0);
    b += k, n -= k;
  }
}

static void fetch(modbus_mapping_t *m) {
  unsigned char b[IMAGE];
  all_in(b, sizeof b);
  for (int i = 0; i < WORDS; i++) m->tab_registers[i] = m->tab_input_registers[i] = b[2 * i] << 8 | b[2 * i + 1];
  for (int i = 0; i < COILS; i++) m->tab_bits[i] = m->tab_input_bits[i] = b[2 * WORDS + i];
}

static void hand_back(modbus_mapping_t *m) {
  unsigned char b[1 + IMAGE] = {'W'};
  for (int i = 0; i < WORDS; i++) b[1 + 2 * i] = m->tab_registers[i] >> 8, b[2 + 2 * i] = m->tab_registers[i];
  for (int i = 0; i < COILS; i++) b[1 + 2 * WORDS + i] = m->tab_bits[i];
  all_out(b, sizeof b);
  all_in(b, 1);
}

static void serve(modbus_t *ctx, modbus_mapping_t *m) {
  uint8_t query[MODBUS_MAX_ADU_LENGTH > 260 ? MODBUS_MAX_ADU_LENGTH : 260];
  int head = modbus_get_header_length(ctx);
  for (;;) {
    int n = modbus_receive(ctx, query);
    if (n == -1 && errno == ECONNRESET) return;
    if (n == -1 && head > 1) return;
    if (n <= 0) continue; /* for another unit, or damaged */
    unsigned char ask[2] = {'Q', query[head - 1]}, yes;
    all_out(ask, 2);
    all_in(&yes, 1);
    if (!yes) continue;
    fetch(m);
    modbus_reply(ctx, query, n, m);
    switch (query[head]) {
    case 5: case 6: case 15: case 16: case 22: case 23: hand_back(m);
    }
    all_out("D", 1);
  }
}

int main(int argc, char **argv) {
  modbus_mapping_t *m = modbus_mapping_new(COILS, COILS, WORDS, WORDS);
  if (argc == 5 && !strcmp(argv[1], "rtu")) {
    modbus_t *ctx = modbus_new_rtu(argv[2], atoi(argv[3]), 'E', 8, 1);
    modbus_set_slave(ctx, atoi(argv[4]));
    if (modbus_connect(ctx) == -1) return fprintf(stderr, "%s\n", modbus_strerror(errno)), 1;
    all_out("\0\0", 2);
    serve(ctx, m);
    return 0;
  }
  modbus_t *ctx = modbus_new_tcp("127.0.0.1", 0);
  int s = modbus_tcp_listen(ctx, 1);
  if (s == -1) return fprintf(stderr, "%s\n", modbus_strerror(errno)), 1;
  struct sockaddr_in a;
  socklen_t n = sizeof a;
  getsockname(s, (struct sockaddr *)&a, &n);
  all_out(&a.sin_port, 2);
  for (;;) {
    if (modbus_tcp_accept(ctx, &s) == -1) return 1;
    serve(ctx, m);
    modbus_close(ctx);
  }
}
