/*
 * The signature checks of the corpus by OpenSSL, and nothing else: keys are parsed before. Speaks as the peers do:
 *
 *   KIND                  answers its one subject
 *   KIND|SUBJECT|MS       checks image after image until that much CPU time is spent: "IMAGES NANOSECONDS"
 */
#include <openssl/evp.h>
#include <openssl/opensslv.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct field {
  unsigned char *bytes;
  unsigned int length;
};

struct check {
  EVP_PKEY *key;
  const EVP_MD *hash;
  struct field message, signature;
};

struct image {
  unsigned int count;
  struct check *checks;
};

static void fail(const char *what) {
  printf("!%s\n", what);
  exit(1);
}

static unsigned int number(FILE *file) {
  unsigned char b[4];
  if (fread(b, 1, 4, file) != 4) fail("the file of checks ends early");
  return (unsigned int)b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3];
}

static struct field field(FILE *file) {
  struct field f = {NULL, number(file)};
  f.bytes = malloc(f.length + 1);
  if (f.bytes == NULL || fread(f.bytes, 1, f.length, file) != f.length) fail("the file of checks ends early");
  f.bytes[f.length] = 0;
  return f;
}

static struct image *load(const char *folder, const char *kind, unsigned int *images) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s.checks", folder, kind);
  FILE *file = fopen(path, "rb");
  if (file == NULL) fail("no such kind");
  *images = number(file);
  struct image *all = calloc(*images, sizeof *all);
  for (unsigned int i = 0; i < *images; i++) {
    all[i].count = number(file);
    all[i].checks = calloc(all[i].count, sizeof(struct check));
    for (unsigned int j = 0; j < all[i].count; j++) {
      struct check *c = &all[i].checks[j];
      struct field key = field(file), hash = field(file);
      const unsigned char *at = key.bytes;
      c->key = d2i_PUBKEY(NULL, &at, key.length);
      c->hash = hash.length == 0 ? NULL : EVP_get_digestbyname((char *)hash.bytes);
      c->message = field(file);
      c->signature = field(file);
      if (c->key == NULL) fail("a key cannot be read");
      free(key.bytes);
      free(hash.bytes);
    }
  }
  fclose(file);
  return all;
}

static void check(EVP_MD_CTX *context, const struct check *c) {
  EVP_MD_CTX_reset(context);
  if (EVP_DigestVerifyInit(context, NULL, c->hash, NULL, c->key) != 1 ||
      EVP_DigestVerify(context, c->signature.bytes, c->signature.length, c->message.bytes, c->message.length) != 1)
    fail("a check of the corpus is not good");
}

static long long spent(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int main(int count, char **arguments) {
  char line[4096], loaded[4096] = "";
  struct image *all = NULL;
  unsigned int images = 0;
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  if (count != 2 || context == NULL) return 2;
  setvbuf(stdout, NULL, _IOLBF, 0);
  while (fgets(line, sizeof line, stdin) != NULL) {
    line[strcspn(line, "\n")] = 0;
    char *kind = strtok(line, "|");
    char *subject = strtok(NULL, "|"), *milliseconds = strtok(NULL, "|");
    if (kind == NULL) continue;
    if (subject == NULL) {
      printf("floor-openssl-%d.%d\n", OPENSSL_VERSION_MAJOR, OPENSSL_VERSION_MINOR);
      continue;
    }
    if (strcmp(kind, loaded) != 0) {
      /* One kind follows the other, and the process ends with the last: what came before is left to it. */
      all = load(arguments[1], kind, &images);
      snprintf(loaded, sizeof loaded, "%s", kind);
    }
    long long least = atoll(milliseconds == NULL ? "0" : milliseconds) * 1000000LL, begun = spent(), taken = 0;
    unsigned int done = 0;
    while (taken < least) {
      for (int i = 0; i < 8; i++, done++)
        for (unsigned int j = 0; j < all[done % images].count; j++) check(context, &all[done % images].checks[j]);
      taken = spent() - begun;
    }
    printf("%u %lld\n", done, taken);
  }
  return 0;
}
