"""Writes the data that the other steps read: python data.py TRAIN TEST"""

import sys

import pandas as pd
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split

train_file, test_file = sys.argv[1:]
frame = load_breast_cancer(as_frame=True).frame
frame.columns = [name.replace(" ", "_") for name in frame.columns]
# 0 is malignant there.
frame["malignant"] = frame.pop("target") == 0
frame["case_id"] = [f"case-{number:03}" for number in range(len(frame))]
frame["size"] = pd.cut(frame["mean_radius"], [0, 12, 15, 100], labels=["small", "middle", "large"]).astype(str)
train, test = train_test_split(frame, test_size=0.3, random_state=7, stratify=frame["malignant"])
train.to_parquet(train_file, index=False)
test.to_parquet(test_file, index=False)
print(f"{len(train)} rows to train, {len(test)} to test")
