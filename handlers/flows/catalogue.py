"""Every conversation there is, by the name of its flow."""

from handlers.conversation import Known
from handlers.flows import (
    avoid_expert,
    file_need,
    hand_on_need,
    mend_need,
    reject_need,
    retag_need,
    return_need,
    which_enterprise,
)

CONVERSATIONS: Known = {
    talk.flow.name: talk
    for talk in (
        file_need.TALK,
        which_enterprise.TALK,
        mend_need.TALK,
        return_need.TALK,
        reject_need.TALK,
        retag_need.TALK,
        hand_on_need.TALK,
        avoid_expert.TALK,
    )
}
