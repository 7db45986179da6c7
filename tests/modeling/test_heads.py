import numpy as np
import torch

from nlp.modeling.heads import CONTACT_HEADS, MENTION_HEAD, Heads


def heads(dim=6):
    sizes = dict.fromkeys(CONTACT_HEADS, 3) | {MENTION_HEAD: 4}
    made = Heads(dim, sizes, torch.randn(dim, generator=torch.Generator().manual_seed(1)), 2.5)
    for parameter in made.parameters():
        torch.nn.init.normal_(parameter, generator=torch.Generator().manual_seed(2))
    return made


def test_exported_arrays_give_the_same_logits():
    made = heads()
    random = torch.Generator().manual_seed(3)
    contacts, mentions = torch.randn(2, 6, generator=random), torch.randn(5, 6, generator=random)
    owner = torch.tensor([0, 0, 1, 1, 1])
    with torch.no_grad():
        expected = made(contacts, mentions, owner)
    exported = made.export()
    for name in CONTACT_HEADS:
        assert np.allclose(exported[name].logits(contacts.numpy()), expected[name], atol=1e-4)
    pairs = np.concatenate([mentions.numpy(), contacts.numpy()[owner.numpy()]], axis=1)
    assert np.allclose(exported[MENTION_HEAD].logits(pairs), expected[MENTION_HEAD], atol=1e-4)


def test_untrained_heads_say_nothing():
    made = Heads(6, dict.fromkeys((*CONTACT_HEADS, MENTION_HEAD), 3), torch.zeros(6), 1.0)
    logits = made(torch.ones(1, 6), torch.ones(1, 6), torch.zeros(1, dtype=torch.long))
    assert all(not values.any() for values in logits.values())
