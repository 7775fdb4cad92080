"""Members, roles and labels: just inside each rule and just outside."""

from tests.simulator.rule_cases import Case

BUCKET = "gcp:storage/bucket:Bucket"
MEMBER = "gcp:projects/iAMMember:IAMMember"
BINDING = "gcp:storage/bucketIAMBinding:BucketIAMBinding"


CASES: list[Case] = [
    Case(
        rule="members_say_what_they_are",
        type=MEMBER,
        good={"project": "p", "role": "roles/viewer", "member": "user:a@example.com"},
        bad={"project": "p", "role": "roles/viewer", "member": "a@example.com"},
        path="member",
        says="`member` is `a@example.com`; a member begins with its kind, such as `user:`.",
    ),
    Case(
        rule="members_say_what_they_are",
        type=BINDING,
        good={"bucket": "b", "role": "roles/storage.objectViewer", "members": ["allUsers"]},
        bad={"bucket": "b", "role": "roles/storage.objectViewer", "members": ["allusers"]},
        path="members[0]",
        says="`members[0]` is `allusers`; a member begins with its kind, such as `user:`.",
    ),
    Case(
        rule="people_and_groups_are_addresses",
        type=MEMBER,
        good={"project": "p", "role": "roles/viewer", "member": "group:ops@example.com"},
        bad={"project": "p", "role": "roles/viewer", "member": "group:ops"},
        path="member",
        says="`member` is `group:ops`; a group is named by its address.",
    ),
    Case(
        rule="members_are_of_a_kind_that_is",
        type=MEMBER,
        good={"project": "p", "role": "roles/viewer", "member": "principalSet://iam.googleapis.com/x"},
        bad={"project": "p", "role": "roles/viewer", "member": "serviceaccount:a@p.iam.gserviceaccount.com"},
        path="member",
        says="`member` is `serviceaccount:a@p.iam.gserviceaccount.com`; there are no members of the kind `serviceaccount:`.",
    ),
    Case(
        rule="service_account_members_are_addresses",
        type=MEMBER,
        good={"project": "p", "role": "roles/viewer", "member": "serviceAccount:p.svc.id.goog[ns/app]"},
        bad={"project": "p", "role": "roles/viewer", "member": "serviceAccount:projects/p/serviceAccounts/a"},
        path="member",
        says="`member` is `serviceAccount:projects/p/serviceAccounts/a`; a service account is named by its address.",
    ),
    Case(
        rule="roles_are_named_in_full",
        type=MEMBER,
        good={"project": "p", "role": "projects/p/roles/probe_reader", "member": "allUsers"},
        bad={"project": "p", "role": "viewer", "member": "allUsers"},
        path="role",
        says="`role` is `viewer`; a role is `roles/NAME` or `projects/PROJECT/roles/NAME`.",
    ),
    Case(
        rule="label_keys_are_lower_case",
        type=BUCKET,
        good={"location": "EU", "labels": {"cost-center_1": "a"}},
        bad={"location": "EU", "labels": {"CostCenter": "a"}},
        path="labels.CostCenter",
        says="The key `CostCenter` in `labels` is not allowed; keys have 1 to 63 lower-case letters, digits, underscores and hyphens, a letter first.",
    ),
    Case(
        rule="label_values_are_lower_case",
        type=BUCKET,
        good={"location": "EU", "labels": {"team": "größe-1_a"}},
        bad={"location": "EU", "labels": {"team": "Search Team"}},
        path="labels.team",
        says="`labels.team` is `Search Team`; values have up to 63 lower-case letters, digits, underscores and hyphens.",
    ),
    Case(
        rule="labels_are_64_at_most",
        type=BUCKET,
        good={"location": "EU", "labels": {f"k{number}": "" for number in range(64)}},
        bad={"location": "EU", "labels": {f"k{number}": "" for number in range(65)}},
        path="labels",
        says="`labels` has 65 entries; allowed are 64.",
    ),
]
