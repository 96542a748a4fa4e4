# Tagging: people with role and organisation.
load helpers

@test "people, and who is meant by a surname" {
    "$BATS_TEST_DIRNAME/people.sh"
}
