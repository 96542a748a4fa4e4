# Tagging: who says what.
load helpers

@test "quotations and reported speech, with their speakers" {
    "$BATS_TEST_DIRNAME/quotations.sh"
}
