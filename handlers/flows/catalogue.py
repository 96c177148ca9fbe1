"""Every conversation there is, by the name of its flow."""

from handlers.conversation import Known

CONVERSATIONS: Known = {talk.flow.name: talk for talk in ()}
