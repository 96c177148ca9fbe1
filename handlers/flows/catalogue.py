"""Every conversation there is, by the name of its flow."""

from handlers.conversation import Known
from handlers.flows import (
    avoid,
    avoid_expert,
    correct,
    digest_hour,
    file_need,
    hand_on_need,
    invitation_answers,
    invite,
    join_coordinator,
    join_enterprise,
    join_expert,
    mend_need,
    perhaps_need,
    personal_link,
    reject_need,
    retag_need,
    return_need,
    talk,
    which_enterprise,
    which_role,
)

CONVERSATIONS: Known = {
    talking.flow.name: talking
    for talking in (
        file_need.TALK,
        which_enterprise.TALK,
        mend_need.TALK,
        return_need.TALK,
        reject_need.TALK,
        retag_need.TALK,
        hand_on_need.TALK,
        avoid_expert.TALK,
        invite.TALK,
        invitation_answers.CONDITION_TALK,
        invitation_answers.DECLINE_TALK,
        invitation_answers.WITHDRAW_TALK,
        join_enterprise.TALK,
        join_expert.TALK,
        join_coordinator.TALK,
        personal_link.TALK,
        talk.TALK,
        avoid.TALK,
        correct.TALK,
        which_role.TALK,
        perhaps_need.TALK,
        digest_hour.TALK,
    )
}
