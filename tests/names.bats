# Tagging: one-line cases of names that mislead.
load helpers

@test "one-line cases of names" {
    "$BATS_TEST_DIRNAME/names.sh"
}
