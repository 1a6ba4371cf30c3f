"""What scikit-learn says of the tables in evaluatePredictions.test.ts.

Made with scikit-learn 1.9.1, numpy 2.4.6:  python evaluatePredictions.py
"""
import numpy as np
from sklearn import metrics as m

i = np.arange(400)
score = ((i * 37) % 101) / 100
late = ((i * 53) % 97) / 97 < score * 0.6 + 0.2


def binary(y, s):
    p = s >= 0.5
    return {
        "roc_auc": m.roc_auc_score(y, s),
        "pr_auc": m.average_precision_score(y, s),
        "log_loss": m.log_loss(y, s),
        "brier": m.brier_score_loss(y, s),
        "accuracy": m.accuracy_score(y, p),
        "f1": m.f1_score(y, p),
        "mcc": m.matthews_corrcoef(y, p),
    }


print("binary", binary(late, score))
for group in range(3):
    rows = i % 3 == group
    print("slice", "abc"[group], rows.sum(), {k: v for k, v in binary(late[rows], score[rows]).items() if k in ("roc_auc", "f1")})

raw = np.stack([1 + (i * 7) % 11, 1 + (i * 5) % 13, 1 + (i * 3) % 17], 1).astype(float)
p = raw / raw.sum(1, keepdims=True)
animal = np.where((i * 29) % 7 < 3, raw.argmax(1), i % 3)
print("multiclass", {
    "accuracy": m.accuracy_score(animal, p.argmax(1)),
    "balanced_accuracy": m.balanced_accuracy_score(animal, p.argmax(1)),
    "log_loss": m.log_loss(animal, p),
})

price = (i * 31) % 103 / 10
estimate = price + ((i * 17) % 23 - 11) / 7
print("regression", {
    "rmse": m.root_mean_squared_error(price, estimate),
    "mae": m.mean_absolute_error(price, estimate),
    "r2": m.r2_score(price, estimate),
})
print("cost", int(i[late != (score >= 0.5)].sum()))
